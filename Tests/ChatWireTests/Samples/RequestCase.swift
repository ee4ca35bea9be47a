import ChatCore

enum RequestCase: SampledCase {
  case checkName, logIn, checkNewName, register, checkDeparture, verifyDeparture, deregister, whoelse, wholasthr
  case broadcast, message, block, unblock, offerFile, listFiles, getFile, fileReceived, declineFile, cancelTransfer
  case acknowledge, leave, changePassword

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
      }
  }

  func sample(_ sampler: inout Sampler) -> Request {
    switch self {
    case .checkName: .checkName(sampler.name())
    case .logIn: .logIn(name: sampler.name(), password: sampler.text())
    case .checkNewName: .checkNewName(sampler.name())
    case .register: .register(name: sampler.name(), password: sampler.text())
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
    }
  }
}
