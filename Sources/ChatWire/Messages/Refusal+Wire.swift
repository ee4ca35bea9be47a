import ChatCore

/// `Refusal` of chat.proto.
struct RefusalFields: WireMessage {
  private let code: Int32
  private var text = ""
  // What a person typed comes back in these, whatever its length: the refusal must fit into a frame all the same.
  private let name: String
  private let from: String
  private let reason: String
  private let number: Int64
  private let seconds: Double

  private init(
    _ code: Int32, name: String = "", from: String = "", reason: String = "", number: Int64 = 0, seconds: Double = 0
  ) {
    self.code = code
    self.name = name.fitting(FrameLimit.refusalName)
    self.from = from.fitting(FrameLimit.refusalName)
    self.reason = reason.fitting(FrameLimit.refusalName)
    self.number = number
    self.seconds = seconds
  }

  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.field(1, Int64(code))
    sink.field(2, text)
    sink.field(3, name)
    sink.field(4, from)
    sink.field(5, reason)
    sink.field(6, number)
    sink.field(7, seconds)
  }

  init(_ fields: inout FieldReader) {
    code = fields.enumeration(1)
    text = fields.text(2)
    name = fields.text(3)
    from = fields.text(4)
    reason = fields.text(5)
    number = fields.integer(6)
    seconds = fields.double(7)
  }

  /// The fields of `refusal`.
  init(_ refusal: Refusal) {
    switch refusal {
    case .other: self.init(0)
    case .unknownName: self.init(1)
    case .alreadyOnline: self.init(2)
    case .wrongPassword(let triesLeft): self.init(3, number: Int64(triesLeft))
    case .nowBlocked(let seconds): self.init(4, seconds: seconds)
    case .stillBlocked(let seconds): self.init(5, seconds: seconds)
    case .full(let maxCon): self.init(6, number: Int64(maxCon))
    case .filledUp(let maxCon): self.init(7, number: Int64(maxCon))
    case .busy: self.init(8)
    case .tooManyFailures(let seconds): self.init(9, seconds: seconds)
    case .tooManyConnections(let maximum): self.init(10, number: Int64(maximum))
    case .tooManyAtPrompt(let maximum): self.init(11, number: Int64(maximum))
    case .outOfDescriptors: self.init(12)
    case .tokenVoid: self.init(13)
    case .credentialsWrong: self.init(14)
    case .passwordNotChecked: self.init(15)
    case .nameTaken(let name): self.init(16, name: name)
    case .nameReserved(let name): self.init(17, name: name)
    case .nameMalformed(let name): self.init(18, name: name)
    case .passwordMalformed: self.init(19)
    case .departureWhileOnline(let name): self.init(20, name: name)
    case .departureNotVerified: self.init(21)
    case .passwordTooShort(let minimum): self.init(22, number: Int64(minimum))
    case .registrationClosed: self.init(23)
    case .invitationNeeded: self.init(24)
    case .invitationVoid: self.init(25)
    case .tooManyRegistrations(let seconds): self.init(26, seconds: seconds)
    case .nameBanned(let name): self.init(27, name: name)
    case .passwordKeptElsewhere: self.init(28)
    case .banned(let until, let reason):
      self.init(29, reason: reason ?? "", number: until?.microseconds ?? 0)
    case .addressBanned(let until, let reason):
      self.init(30, reason: reason ?? "", number: until?.microseconds ?? 0)
    case .nameIsAddress(let name): self.init(31, name: name)
    case .noSuchUser(let name): self.init(32, name: name)
    case .toYourself(.message): self.init(33)
    case .toYourself(.file): self.init(34)
    case .blockedByReceiver(let name): self.init(35, name: name)
    case .bodyEmpty: self.init(36)
    case .bodyTooLong(let maximum): self.init(37, number: Int64(maximum))
    case .blockYourself: self.init(38)
    case .unblockYourself: self.init(39)
    case .alreadyBlocked(let name): self.init(40, name: name)
    case .notBlocked(let name): self.init(41, name: name)
    case .mailboxFull(let name): self.init(42, name: name)
    case .searchEmpty: self.init(43)
    case .fileNameMalformed(let name): self.init(48, name: name)
    case .fileTooLarge(let maximum): self.init(49, number: maximum)
    case .noSuchFile(let sender, let name): self.init(50, name: name, from: sender)
    case .tooManyTransfers(let maximum): self.init(51, number: Int64(maximum))
    case .noSuchTransfer: self.init(52)
    case .fileDamaged(let name): self.init(53, name: name)
    case .fileFailed(let name, let reason): self.init(54, name: name, reason: reason)
    case .tooManyFiles(let maximum): self.init(55, number: Int64(maximum))
    case .filesTooLarge(let maximum): self.init(56, number: maximum)
    case .depotFull(let maximum): self.init(57, number: maximum)
    case .notStored: self.init(64)
    case .readOnly: self.init(65)
    case .notLoggedIn: self.init(66)
    case .alreadyLoggedIn: self.init(67)
    case .stopping: self.init(68)
    case .refusedBefore: self.init(69)
    }
    // The client that shows a text says "Error!" itself.
    text = refusal.plainSentence.fitting(FrameLimit.refusalText)
  }

  /// The refusal; `.other` with its text when this program does not know it, or when its parameters are out of range.
  var refusal: Refusal {
    known ?? .other(text.isEmpty ? "The server refused this, and did not say why (refusal \(code))." : text)
  }

  private var known: Refusal? {
    guard WireRange.sizes.contains(number), WireRange.seconds.contains(seconds) else { return nil }
    let count = Int(number)
    return switch code {
    case 1: .unknownName
    case 2: .alreadyOnline
    case 3: .wrongPassword(triesLeft: count)
    case 4: .nowBlocked(seconds: seconds)
    case 5: .stillBlocked(seconds: seconds)
    case 6: .full(maxCon: count)
    case 7: .filledUp(maxCon: count)
    case 8: .busy
    case 9: .tooManyFailures(seconds: seconds)
    case 10: .tooManyConnections(maximum: count)
    case 11: .tooManyAtPrompt(maximum: count)
    case 12: .outOfDescriptors
    case 13: .tokenVoid
    case 14: .credentialsWrong
    case 15: .passwordNotChecked
    case 16: .nameTaken(name)
    case 17: .nameReserved(name)
    case 18: .nameMalformed(name)
    case 19: .passwordMalformed
    case 20: .departureWhileOnline(name)
    case 21: .departureNotVerified
    case 22: .passwordTooShort(minimum: count)
    case 23: .registrationClosed
    case 24: .invitationNeeded
    case 25: .invitationVoid
    case 26: .tooManyRegistrations(seconds: seconds)
    case 27: .nameBanned(name)
    case 28: .passwordKeptElsewhere
    case 29: .banned(until: until, reason: reason.isEmpty ? nil : reason)
    case 30: .addressBanned(until: until, reason: reason.isEmpty ? nil : reason)
    case 31: .nameIsAddress(name)
    case 32: .noSuchUser(name)
    case 33: .toYourself(.message)
    case 34: .toYourself(.file)
    case 35: .blockedByReceiver(name)
    case 36: .bodyEmpty
    case 37: .bodyTooLong(maximum: count)
    case 38: .blockYourself
    case 39: .unblockYourself
    case 40: .alreadyBlocked(name)
    case 41: .notBlocked(name)
    case 42: .mailboxFull(name)
    case 43: .searchEmpty
    case 48: .fileNameMalformed(name)
    case 49: .fileTooLarge(maximum: number)
    case 50: .noSuchFile(from: from, name: name)
    case 51: .tooManyTransfers(maximum: count)
    case 52: .noSuchTransfer
    case 53: .fileDamaged(name)
    case 54: .fileFailed(name, reason: reason)
    case 55: .tooManyFiles(maximum: count)
    case 56: .filesTooLarge(maximum: number)
    case 57: .depotFull(maximum: number)
    case 64: .notStored
    case 65: .readOnly
    case 66: .notLoggedIn
    case 67: .alreadyLoggedIn
    case 68: .stopping
    case 69: .refusedBefore
    default: nil
    }
  }

  /// When a ban ends; nil for never.
  private var until: WallTime? {
    number == 0 ? nil : WallTime(microseconds: number)
  }
}
