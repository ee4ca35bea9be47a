import ChatCore

/// `Reply` of chat.proto.
struct ReplyFields: WireMessage {
  let number: UInt64
  let reply: Reply
  /// Whether another part of a list follows.
  var more = false

  @inline(__always)
  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.field(1, number)
    switch reply {
    case .stored(let id): sink.member(2, id)
    case .storedForLater(let id, let name): sink.member(3, Fields((1, id), (2, name)))
    case .refused(let refusal): sink.member(4, RefusalFields(refusal))
    case .doneBefore: sink.member(5, Nothing())

    case .nameKnown: sink.member(16, Nothing())
    case .nameFree: sink.member(17, Nothing())
    case .welcome(let name): sink.member(18, name)
    case .registered(let name): sink.member(19, name)
    case .departureVerified(let name): sink.member(20, name)
    case .deregistered(let name): sink.member(21, name)

    case .others(let names): sink.member(32, FieldList(elements: names, more: more))
    case .lastHour(let names): sink.member(33, FieldList(elements: names, more: more))
    case .blocked(let name): sink.member(34, name)
    case .unblocked(let name): sink.member(35, name)
    case .passwordChanged: sink.member(36, Nothing())
    case .token(let bytes): sink.member(37, bytes)
    case .blockedPeople(let names): sink.member(38, FieldList(elements: names, more: more))
    case .lastSeen(let name, let seen): sink.member(39, Fields((1, name), (2, seen == .online), (3, seen.time)))
    case .deliveredTo(let name, let through): sink.member(40, Fields((1, name), (2, through)))
    case .past(let messages): sink.member(41, FieldList(elements: messages, more: more))

    case .uploadAccepted(let transfer, let credit): sink.member(48, Fields((1, transfer), (2, credit)))
    case .fileStored(let name): sink.member(49, name)
    case .waitingFiles(let files): sink.member(50, FieldList(elements: files, more: more))
    case .downloadAccepted(let transfer, let file, let name, let size, let digest):
      sink.member(51, Fields((1, transfer), (2, file), (3, name), (4, size), (5, digest)))
    case .fileHandedOver: sink.member(52, Nothing())
    case .fileDeclined(let sender, let name): sink.member(53, Fields((1, sender), (2, name)))
    case .transferCancelled: sink.member(54, Nothing())
    case .uploadResumed(let transfer, let offset, let credit):
      sink.member(55, Fields((1, transfer), (2, offset), (3, credit)))

    case .goodbye(let farewell): sink.member(64, farewell)
    }
  }
}

extension ReplyFields {
  init?(_ fields: inout FieldReader) {
    number = fields.number(1, named: "Reply.number")
    var more = false
    guard let reply = fields.oneOf({ Self.reply(&$0, more: &more) }) else { return nil }
    self.reply = reply
    self.more = more
  }

  /// What is answered, of a list as much as stands here; nil when it is said in a way that this program does not know.
  private static func reply(_ result: inout FieldReader, more: inout Bool) -> Reply? {
    more = false
    return switch result.field {
    case 2: .stored(result.entry(named: "Reply.stored"))
    case 3: result.message { .storedForLater($0.entry(1, named: "StoredForLater.id"), name: $0.text(2)) }
    case 4: result.message { .refused(RefusalFields(&$0).refusal) }
    case 5: result.message { _ in .doneBefore }

    case 16: result.message { _ in .nameKnown }
    case 17: result.message { _ in .nameFree }
    case 18: .welcome(name: result.text())
    case 19: .registered(name: result.text())
    case 20: .departureVerified(name: result.text())
    case 21: .deregistered(name: result.text())

    case 32: result.list(more: &more) { $0.texts(1) }.map { .others($0) }
    case 33: result.list(more: &more) { $0.texts(1) }.map { .lastHour($0) }
    case 34: .blocked(name: result.text())
    case 35: .unblocked(name: result.text())
    case 36: result.message { _ in .passwordChanged }
    case 37: .token(result.token(named: "Reply.token"))
    case 38: result.list(more: &more) { $0.texts(1) }.map { .blockedPeople($0) }
    case 39: result.message { .lastSeen(name: $0.text(1), LastSeen(isOnline: $0.flag(2), time: $0.fixed(3))) }
    case 40: result.message { .deliveredTo(name: $0.text(1), through: $0.through(2)) }
    case 41: result.list(more: &more) { $0.messages(1) { PastMessage(&$0) } }.map { .past($0) }

    case 48:
      result.message {
        .uploadAccepted(
          $0.transfer(1, named: "UploadAccepted.transfer"),
          credit: $0.check($0.integer(2), in: 0...FrameLimit.credit, named: "UploadAccepted.credit"))
      }
    case 49: .fileStored(name: result.text())
    case 50: result.list(more: &more) { $0.messages(1) { FileListing(&$0) } }.map { .waitingFiles($0) }
    case 51:
      result.message {
        .downloadAccepted(
          $0.transfer(1, named: "DownloadAccepted.transfer"), $0.file(2, named: "DownloadAccepted.file"),
          name: $0.text(3), size: $0.size(4, named: "DownloadAccepted.size"),
          digest: $0.digest(5, named: "DownloadAccepted.digest"))
      }
    case 52: result.message { _ in .fileHandedOver }
    case 53: result.message { .fileDeclined(from: $0.text(1), name: $0.text(2)) }
    case 54: result.message { _ in .transferCancelled }
    case 55:
      result.message {
        .uploadResumed(
          $0.transfer(1, named: "UploadResumed.transfer"), offset: $0.size(2, named: "UploadResumed.offset"),
          credit: $0.check($0.integer(3), in: 0...FrameLimit.credit, named: "UploadResumed.credit"))
      }

    case 64: Farewell(wire: result.enumeration()).map { .goodbye($0) }
    default: result.skip()
    }
  }
}

extension FieldReader {
  /// A list, or a part of one: see `FieldList`.
  fileprivate mutating func list<Element>(
    more: inout Bool, _ elements: (inout FieldReader) -> [Element]
  ) -> [Element]? {
    message {
      let elements = elements(&$0)
      more = $0.flag(2)
      return elements
    }
  }

  /// The id up to which somebody has been shown something; that of no entry when it is absent.
  mutating func through(_ number: UInt32) -> EntryID {
    let id = integer(number)
    return id == 0 ? .zero : EntryID(rawValue: check(id, in: WireRange.ids, named: "DeliveredTo.through"))
  }
}

extension LastSeen {
  fileprivate var time: WallTime? {
    switch self {
    case .until(let time): time
    case .online, .never: nil
    }
  }

  fileprivate init(isOnline: Bool, time: UInt64?) {
    if isOnline {
      self = .online
    } else if let time {
      self = .until(WallTime(microseconds: Int64(bitPattern: time)))
    } else {
      self = .never
    }
  }
}

extension FileListing: WireMessage {
  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.field(1, sender)
    sink.field(2, name)
    sink.field(3, size)
  }

  fileprivate init(_ fields: inout FieldReader) {
    self.init(sender: fields.text(1), name: fields.text(2), size: fields.size(3, named: "FileListing.size"))
  }
}
