import ChatCore

extension Refusal {
  /// The refusal that `wire` is; `.other` with its text when this program does not know it, or when its parameters are
  /// out of range.
  init(_ wire: Wire_Refusal) {
    self = Refusal(known: wire) ?? .other(wire.shownText)
  }

  private init?(known wire: Wire_Refusal) {
    guard WireRange.sizes.contains(wire.number), WireRange.seconds.contains(wire.seconds) else { return nil }
    let number = Int(wire.number)
    switch wire.code {
    case .unknownName: self = .unknownName
    case .alreadyOnline: self = .alreadyOnline
    case .wrongPassword: self = .wrongPassword(triesLeft: number)
    case .nowBlocked: self = .nowBlocked(seconds: wire.seconds)
    case .stillBlocked: self = .stillBlocked(seconds: wire.seconds)
    case .full: self = .full(maxCon: number)
    case .filledUp: self = .filledUp(maxCon: number)
    case .busy: self = .busy
    case .tooManyFailures: self = .tooManyFailures(seconds: wire.seconds)
    case .credentialsWrong: self = .credentialsWrong
    case .passwordNotChecked: self = .passwordNotChecked
    case .tokenVoid: self = .tokenVoid
    case .banned: self = .banned(until: wire.until, reason: wire.reason.isEmpty ? nil : wire.reason)
    case .addressBanned: self = .addressBanned(until: wire.until, reason: wire.reason.isEmpty ? nil : wire.reason)
    case .nameIsAddress: self = .nameIsAddress(wire.name)
    case .nameBanned: self = .nameBanned(wire.name)
    case .registrationClosed: self = .registrationClosed
    case .invitationNeeded: self = .invitationNeeded
    case .invitationVoid: self = .invitationVoid
    case .tooManyRegistrations: self = .tooManyRegistrations(seconds: wire.seconds)
    case .tooManyConnections: self = .tooManyConnections(maximum: number)
    case .tooManyAtPrompt: self = .tooManyAtPrompt(maximum: number)
    case .outOfDescriptors: self = .outOfDescriptors
    case .nameTaken: self = .nameTaken(wire.name)
    case .nameReserved: self = .nameReserved(wire.name)
    case .nameMalformed: self = .nameMalformed(wire.name)
    case .passwordMalformed: self = .passwordMalformed
    case .passwordTooShort: self = .passwordTooShort(minimum: number)
    case .passwordKeptElsewhere: self = .passwordKeptElsewhere
    case .departureWhileOnline: self = .departureWhileOnline(wire.name)
    case .departureNotVerified: self = .departureNotVerified
    case .noSuchUser: self = .noSuchUser(wire.name)
    case .messageToYourself: self = .toYourself(.message)
    case .fileToYourself: self = .toYourself(.file)
    case .blockedByReceiver: self = .blockedByReceiver(wire.name)
    case .bodyEmpty: self = .bodyEmpty
    case .bodyTooLong: self = .bodyTooLong(maximum: number)
    case .blockYourself: self = .blockYourself
    case .unblockYourself: self = .unblockYourself
    case .alreadyBlocked: self = .alreadyBlocked(wire.name)
    case .notBlocked: self = .notBlocked(wire.name)
    case .mailboxFull: self = .mailboxFull(wire.name)
    case .searchEmpty: self = .searchEmpty
    case .fileNameMalformed: self = .fileNameMalformed(wire.name)
    case .fileTooLarge: self = .fileTooLarge(maximum: wire.number)
    case .noSuchFile: self = .noSuchFile(from: wire.from, name: wire.name)
    case .tooManyTransfers: self = .tooManyTransfers(maximum: number)
    case .tooManyFiles: self = .tooManyFiles(maximum: number)
    case .filesTooLarge: self = .filesTooLarge(maximum: wire.number)
    case .depotFull: self = .depotFull(maximum: wire.number)
    case .noSuchTransfer: self = .noSuchTransfer
    case .fileDamaged: self = .fileDamaged(wire.name)
    case .fileFailed: self = .fileFailed(wire.name, reason: wire.reason)
    case .notStored: self = .notStored
    case .readOnly: self = .readOnly
    case .notLoggedIn: self = .notLoggedIn
    case .alreadyLoggedIn: self = .alreadyLoggedIn
    case .stopping: self = .stopping
    case .refusedBefore: self = .refusedBefore
    case .other, .UNRECOGNIZED: return nil
    }
  }
}

extension Wire_Refusal {
  /// When a ban ends; nil for never.
  fileprivate var until: WallTime? {
    number == 0 ? nil : WallTime(microseconds: number)
  }

  /// The text, or at least a sentence where a careless server sent none.
  fileprivate var shownText: String {
    text.isEmpty ? "The server refused this, and did not say why (refusal \(code.rawValue))." : text
  }
}
