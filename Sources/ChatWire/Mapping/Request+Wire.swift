import ChatCore
import FoundationEssentials

extension Wire_Request {
  init(number: UInt64, _ request: Request) {
    self.number = number
    ask = OneOf_Ask(request)
  }
}

extension Wire_Request.OneOf_Ask {
  init(_ request: Request) {
    switch request {
    case .checkName(let name): self = .checkName(name)
    case .logIn(let name, let password): self = .logIn(Wire_Credentials(name, password))
    case .checkNewName(let name, nil): self = .checkNewName(name)
    case .checkNewName(let name, let code?): self = .checkInvitation(Wire_Credentials(name, code: code))
    case .register(let name, let password, let code): self = .register(Wire_Credentials(name, password, code: code))
    case .checkDeparture(let name): self = .checkDeparture(name)
    case .verifyDeparture(let name, let password): self = .verifyDeparture(Wire_Credentials(name, password))
    case .deregister: self = .deregister(Wire_Nothing())
    case .resume(let token): self = .resume(Data(token))
    case .whoelse: self = .whoelse(Wire_Nothing())
    case .wholasthr: self = .wholasthr(Wire_Nothing())
    case .broadcast(let body): self = .broadcast(body)
    case .message(let receiver, let body): self = .message(Wire_DirectMessage(to: receiver, body))
    case .block(let name): self = .block(name)
    case .unblock(let name): self = .unblock(name)
    case .changePassword(let old, let new): self = .changePassword(Wire_PasswordChange(old: old, new: new))
    case .wantToken: self = .wantToken(Wire_Nothing())
    case .listBlocked: self = .listBlocked(Wire_Nothing())
    case .lastSeen(let name): self = .lastSeen(name)
    case .deliveredTo(let name): self = .deliveredTo(name)
    case .lookBack(let query): self = .lookBack(Wire_LogQuery(query))
    case .offerFile(let receiver, let name, let size): self = .offerFile(Wire_FileOffer(to: receiver, name, size))
    case .listFiles: self = .listFiles(Wire_Nothing())
    case .getFile(let sender, let name): self = .getFile(Wire_FileChoice(from: sender, name))
    case .fileReceived(let file): self = .fileReceived(file.rawValue)
    case .declineFile(let sender, let name): self = .declineFile(Wire_FileChoice(from: sender, name))
    case .cancelTransfer(let transfer): self = .cancelTransfer(transfer.rawValue)
    case .resumeUpload(let offer): self = .resumeUpload(offer)
    case .resumeDownload(let file, let offset): self = .resumeDownload(Wire_DownloadPlace(file, offset))
    case .acknowledge(let id): self = .acknowledge(id.rawValue)
    case .leave(let farewell): self = .leave(Wire_Farewell(farewell))
    }
  }
}

extension Request {
  /// What `ask` asks; nil when it says it in a way that this program does not know.
  init?(_ ask: Wire_Request.OneOf_Ask) throws(FrameError) {
    switch ask {
    case .checkName(let name): self = .checkName(name)
    case .logIn(let wire): self = .logIn(name: wire.name, password: wire.password)
    case .checkNewName(let name): self = .checkNewName(name)
    case .checkInvitation(let wire): self = .checkNewName(wire.name, code: wire.code)
    case .register(let wire):
      self = .register(name: wire.name, password: wire.password, code: wire.code.isEmpty ? nil : wire.code)
    case .checkDeparture(let name): self = .checkDeparture(name: name)
    case .verifyDeparture(let wire): self = .verifyDeparture(name: wire.name, password: wire.password)
    case .deregister: self = .deregister
    case .resume(let token): self = .resume(token: try token.checkedToken("Request.resume"))
    case .whoelse: self = .whoelse
    case .wholasthr: self = .wholasthr
    case .broadcast(let body): self = .broadcast(body: body)
    case .message(let wire): self = .message(to: wire.to, body: wire.body)
    case .block(let name): self = .block(name)
    case .unblock(let name): self = .unblock(name)
    case .changePassword(let wire): self = .changePassword(old: wire.old, new: wire.new)
    case .wantToken: self = .wantToken
    case .listBlocked: self = .listBlocked
    case .lastSeen(let name): self = .lastSeen(name)
    case .deliveredTo(let name): self = .deliveredTo(name)
    case .lookBack(let wire): self = .lookBack(try wire.checked)
    case .offerFile(let wire):
      self = .offerFile(to: wire.to, name: wire.name, size: try WireRange.sizes.check(wire.size, "FileOffer.size"))
    case .listFiles: self = .listFiles
    case .getFile(let wire): self = .getFile(from: wire.from, name: wire.name)
    case .fileReceived(let file): self = .fileReceived(try FileID(wire: file, "Request.file_received"))
    case .declineFile(let wire): self = .declineFile(from: wire.from, name: wire.name)
    case .cancelTransfer(let transfer):
      self = .cancelTransfer(try TransferID(wire: transfer, "Request.cancel_transfer"))
    case .resumeUpload(let offer):
      self = .resumeUpload(offer: try WireRange.numbers.check(offer, "Request.resume_upload"))
    case .resumeDownload(let wire):
      self = .resumeDownload(
        try FileID(wire: wire.file, "DownloadPlace.file"),
        offset: try WireRange.sizes.check(wire.offset, "DownloadPlace.offset"))
    case .acknowledge(let id): self = .acknowledge(try EntryID(wire: id, "Request.acknowledge"))
    case .leave(let wire):
      guard let farewell = Farewell(wire) else { return nil }
      self = .leave(farewell)
    }
  }
}
