import ChatCore

/// `Request` of chat.proto.
struct RequestFields: WireMessage {
  let number: UInt64
  let request: Request

  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.field(1, number)
    switch request {
    case .message(let receiver, let body): sink.member(3, Fields((1, receiver), (2, body)))
    case .broadcast(let body): sink.member(4, body)
    case .acknowledge(let id): sink.member(5, id)

    case .checkName(let name): sink.member(16, name)
    case .logIn(let name, let password): sink.member(17, Fields((1, name), (2, password)))
    case .checkNewName(let name, nil): sink.member(18, name)
    case .register(let name, let password, let code): sink.member(19, Fields((1, name), (2, password), (3, code ?? "")))
    case .checkDeparture(let name): sink.member(20, name)
    case .verifyDeparture(let name, let password): sink.member(21, Fields((1, name), (2, password)))
    case .deregister: sink.member(22, Nothing())
    case .resume(let token): sink.member(23, token)
    case .checkNewName(let name, let code?): sink.member(24, Fields((1, name), (3, code)))

    case .whoelse: sink.member(32, Nothing())
    case .wholasthr: sink.member(33, Nothing())
    case .block(let name): sink.member(34, name)
    case .unblock(let name): sink.member(35, name)
    case .changePassword(let old, let new): sink.member(36, Fields((1, old), (2, new)))
    case .wantToken: sink.member(37, Nothing())
    case .listBlocked: sink.member(38, Nothing())
    case .lastSeen(let name): sink.member(39, name)
    case .deliveredTo(let name): sink.member(40, name)
    case .lookBack(let query): sink.member(41, query)

    case .offerFile(let receiver, let name, let size): sink.member(48, Fields((1, receiver), (2, name), (3, size)))
    case .listFiles: sink.member(49, Nothing())
    case .getFile(let sender, let name): sink.member(50, Fields((1, sender), (2, name)))
    case .fileReceived(let file): sink.member(51, file)
    case .declineFile(let sender, let name): sink.member(52, Fields((1, sender), (2, name)))
    case .cancelTransfer(let transfer): sink.member(53, transfer)
    case .resumeUpload(let offer): sink.member(54, offer)
    case .resumeDownload(let file, let offset): sink.member(55, Fields((1, file), (2, offset)))

    case .leave(let farewell): sink.member(64, farewell)
    }
  }
}

extension RequestFields {
  @inline(__always)
  static func read(_ fields: inout FieldReader) -> ClientFrame? {
    let number = fields.number(1, named: "Request.number")
    if !fields.isMainRoom(2) {
      fields.note(.unknown)
    }
    return fields.oneOf(request).map { .request(number: number, $0) }
  }

  /// What is asked; nil when it is said in a way that this program does not know.
  private static func request(_ ask: inout FieldReader) -> Request? {
    switch ask.field {
    case 3: ask.message { .message(to: $0.text(1), body: $0.text(2)) }
    case 4: .broadcast(body: ask.text())
    case 5: .acknowledge(ask.entry(named: "Request.acknowledge"))

    case 16: .checkName(ask.text())
    case 17: ask.credentials { name, password, _ in .logIn(name: name, password: password) }
    case 18: .checkNewName(ask.text())
    case 19: ask.credentials { .register(name: $0, password: $1, code: $2.isEmpty ? nil : $2) }
    case 20: .checkDeparture(name: ask.text())
    case 21: ask.credentials { name, password, _ in .verifyDeparture(name: name, password: password) }
    case 22: ask.message { _ in .deregister }
    case 23: .resume(token: ask.token(named: "Request.resume"))
    case 24: ask.credentials { name, _, code in .checkNewName(name, code: code) }

    case 32: ask.message { _ in .whoelse }
    case 33: ask.message { _ in .wholasthr }
    case 34: .block(ask.text())
    case 35: .unblock(ask.text())
    case 36: ask.message { .changePassword(old: $0.text(1), new: $0.text(2)) }
    case 37: ask.message { _ in .wantToken }
    case 38: ask.message { _ in .listBlocked }
    case 39: .lastSeen(ask.text())
    case 40: .deliveredTo(ask.text())
    case 41: ask.message { .lookBack(LogQuery(&$0)) }

    case 48:
      ask.message {
        .offerFile(to: $0.text(1), name: $0.text(2), size: $0.size(3, named: "FileOffer.size"))
      }
    case 49: ask.message { _ in .listFiles }
    case 50: ask.message { .getFile(from: $0.text(1), name: $0.text(2)) }
    case 51: .fileReceived(ask.file(named: "Request.file_received"))
    case 52: ask.message { .declineFile(from: $0.text(1), name: $0.text(2)) }
    case 53: .cancelTransfer(ask.transfer(named: "Request.cancel_transfer"))
    case 54: .resumeUpload(offer: ask.number(named: "Request.resume_upload"))
    case 55:
      ask.message {
        .resumeDownload(
          $0.file(1, named: "DownloadPlace.file"), offset: $0.size(2, named: "DownloadPlace.offset"))
      }

    case 64: Farewell(wire: ask.enumeration()).map { .leave($0) }
    default: ask.skip()
    }
  }
}

extension FieldReader {
  /// `Credentials` of chat.proto: a name, a password, a code. Not all requests look at all of them, but a text that is
  /// none is no message.
  fileprivate mutating func credentials(_ make: (String, String, String) -> Request) -> Request? {
    message { make($0.text(1), $0.text(2), $0.text(3)) }
  }
}

extension LogQuery: WireMessage {
  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.field(1, text ?? "")
    sink.field(2, person ?? "")
    sink.field(3, before ?? .zero)
    sink.field(4, UInt32(limit))
  }

  init(_ fields: inout FieldReader) {
    let text = fields.text(1)
    let person = fields.text(2)
    let before = fields.integer(3)
    let limit = UInt32(truncatingIfNeeded: fields.varint(4))
    self.init(
      text: text.isEmpty ? nil : text, person: person.isEmpty ? nil : person,
      before: before == 0
        ? nil : EntryID(rawValue: fields.check(before, in: WireRange.ids, named: "LogQuery.before")),
      limit: Int(min(limit, UInt32(LogQuery.maximumLimit))))
  }
}

/// `Farewell` of chat.proto.
extension Farewell: VarintValue {
  var varint: UInt64 {
    switch self {
    case .logout: 1
    case .quit: 2
    case .windowClosed: 3
    }
  }

  init?(wire: Int32) {
    switch wire {
    case 1: self = .logout
    case 2: self = .quit
    case 3: self = .windowClosed
    default: return nil
    }
  }
}
