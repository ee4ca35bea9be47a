import ChatCore

enum RequestCase: SampledCase {
  case checkName, logIn, checkNewName, register, checkDeparture, verifyDeparture, deregister, whoelse, wholasthr
  case broadcast, message, block, unblock, offerFile, listFiles, getFile, fileReceived, declineFile, cancelTransfer
  case acknowledge, leave, changePassword
  case resume, wantToken, listBlocked, lastSeen, deliveredTo, lookBack, resumeUpload, resumeDownload

  init(of request: Request) {
    self =
      switch request {
      case .checkName: .checkName
      case .logIn: .logIn
      case .checkNewName: .checkNewName
      case .register: .register
      case .checkDeparture: .checkDeparture
      case .verifyDeparture: .verifyDeparture
      case .deregister: .deregister
      case .whoelse: .whoelse
      case .wholasthr: .wholasthr
      case .broadcast: .broadcast
      case .message: .message
      case .block: .block
      case .unblock: .unblock
      case .offerFile: .offerFile
      case .listFiles: .listFiles
      case .getFile: .getFile
      case .fileReceived: .fileReceived
      case .declineFile: .declineFile
      case .cancelTransfer: .cancelTransfer
      case .acknowledge: .acknowledge
      case .leave: .leave
      case .changePassword: .changePassword
      case .resume: .resume
      case .wantToken: .wantToken
      case .listBlocked: .listBlocked
      case .lastSeen: .lastSeen
      case .deliveredTo: .deliveredTo
      case .lookBack: .lookBack
      case .resumeUpload: .resumeUpload
      case .resumeDownload: .resumeDownload
      }
  }

  func sample(_ sampler: inout Sampler) -> Request {
    switch self {
    case .checkName: .checkName(sampler.name())
    case .logIn: .logIn(name: sampler.name(), password: sampler.text())
    case .checkNewName: .checkNewName(sampler.name(), code: sampler.integer(0...1) == 0 ? nil : "7k3m-x2qd")
    case .register:
      .register(name: sampler.name(), password: sampler.text(), code: sampler.integer(0...1) == 0 ? nil : "7k3m-x2qd")
    case .checkDeparture: .checkDeparture(name: sampler.name())
    case .verifyDeparture: .verifyDeparture(name: sampler.name(), password: sampler.text())
    case .deregister: .deregister
    case .whoelse: .whoelse
    case .wholasthr: .wholasthr
    case .broadcast: .broadcast(body: sampler.text(upTo: 400))
    case .message: .message(to: sampler.name(), body: sampler.text(upTo: 400))
    case .block: .block(sampler.name())
    case .unblock: .unblock(sampler.name())
    case .offerFile: .offerFile(to: sampler.name(), name: sampler.text(), size: sampler.size())
    case .listFiles: .listFiles
    case .getFile: .getFile(from: sampler.name(), name: sampler.text())
    case .fileReceived: .fileReceived(sampler.file())
    case .declineFile: .declineFile(from: sampler.name(), name: sampler.text())
    case .cancelTransfer: .cancelTransfer(sampler.transfer())
    case .acknowledge: .acknowledge(sampler.entry())
    case .leave: .leave(sampler.pick(Farewell.self))
    case .changePassword: .changePassword(old: sampler.text(), new: sampler.text())
    case .resume: .resume(token: sampler.digest())
    case .wantToken: .wantToken
    case .listBlocked: .listBlocked
    case .lastSeen: .lastSeen(sampler.name())
    case .deliveredTo: .deliveredTo(sampler.name())
    case .lookBack: .lookBack(sampler.query())
    case .resumeUpload: .resumeUpload(offer: sampler.number())
    case .resumeDownload: .resumeDownload(sampler.file(), offset: sampler.size())
    }
  }
}

extension Sampler {
  mutating func query() -> LogQuery {
    let texts = [text(), name()].map { $0.isEmpty ? nil : $0 }
    return LogQuery(
      text: texts[0], person: texts[1], before: Bool.random(using: &generator) ? entry() : nil,
      limit: integer(1...LogQuery.maximumLimit))
  }
}
