import ChatCore

enum RefusalCase: SampledCase {
  case unknownName, alreadyOnline, wrongPassword, nowBlocked, stillBlocked, full, filledUp, busy
  case tooManyFailures, tooManyConnections, tooManyAtPrompt, outOfDescriptors, mailboxFull
  case tooManyFiles, filesTooLarge, depotFull
  case nameTaken, nameReserved, nameMalformed, passwordMalformed, passwordTooShort, departureWhileOnline
  case departureNotVerified
  case noSuchUser, toYourself, blockedByReceiver, bodyEmpty, bodyTooLong, blockYourself, unblockYourself
  case alreadyBlocked, notBlocked
  case fileNameMalformed, fileTooLarge, noSuchFile, tooManyTransfers, noSuchTransfer, fileDamaged, fileFailed
  case notStored, readOnly, notLoggedIn, alreadyLoggedIn, stopping, refusedBefore, other
  case tokenVoid, searchEmpty, credentialsWrong, passwordNotChecked, passwordKeptElsewhere
  case banned, addressBanned, nameIsAddress, nameBanned, registrationClosed, invitationNeeded, invitationVoid
  case tooManyRegistrations

  init(of refusal: Refusal) {
    self =
      switch refusal {
      case .unknownName: .unknownName
      case .alreadyOnline: .alreadyOnline
      case .wrongPassword: .wrongPassword
      case .nowBlocked: .nowBlocked
      case .stillBlocked: .stillBlocked
      case .full: .full
      case .filledUp: .filledUp
      case .busy: .busy
      case .tooManyFailures: .tooManyFailures
      case .tooManyConnections: .tooManyConnections
      case .tooManyAtPrompt: .tooManyAtPrompt
      case .outOfDescriptors: .outOfDescriptors
      case .mailboxFull: .mailboxFull
      case .tooManyFiles: .tooManyFiles
      case .filesTooLarge: .filesTooLarge
      case .depotFull: .depotFull
      case .nameTaken: .nameTaken
      case .nameReserved: .nameReserved
      case .nameMalformed: .nameMalformed
      case .passwordMalformed: .passwordMalformed
      case .passwordTooShort: .passwordTooShort
      case .departureWhileOnline: .departureWhileOnline
      case .departureNotVerified: .departureNotVerified
      case .noSuchUser: .noSuchUser
      case .toYourself: .toYourself
      case .blockedByReceiver: .blockedByReceiver
      case .bodyEmpty: .bodyEmpty
      case .bodyTooLong: .bodyTooLong
      case .blockYourself: .blockYourself
      case .unblockYourself: .unblockYourself
      case .alreadyBlocked: .alreadyBlocked
      case .notBlocked: .notBlocked
      case .fileNameMalformed: .fileNameMalformed
      case .fileTooLarge: .fileTooLarge
      case .noSuchFile: .noSuchFile
      case .tooManyTransfers: .tooManyTransfers
      case .noSuchTransfer: .noSuchTransfer
      case .fileDamaged: .fileDamaged
      case .fileFailed: .fileFailed
      case .notStored: .notStored
      case .readOnly: .readOnly
      case .notLoggedIn: .notLoggedIn
      case .alreadyLoggedIn: .alreadyLoggedIn
      case .stopping: .stopping
      case .refusedBefore: .refusedBefore
      case .other: .other
      case .tokenVoid: .tokenVoid
      case .nameIsAddress: .nameIsAddress
      case .nameBanned: .nameBanned
      case .registrationClosed: .registrationClosed
      case .invitationNeeded: .invitationNeeded
      case .invitationVoid: .invitationVoid
      case .tooManyRegistrations: .tooManyRegistrations
      case .banned: .banned
      case .addressBanned: .addressBanned
      case .searchEmpty: .searchEmpty
      case .credentialsWrong: .credentialsWrong
      case .passwordNotChecked: .passwordNotChecked
      case .passwordKeptElsewhere: .passwordKeptElsewhere
      }
  }

  func sample(_ sampler: inout Sampler) -> Refusal {
    switch self {
    case .unknownName: .unknownName
    case .alreadyOnline: .alreadyOnline
    case .wrongPassword: .wrongPassword(triesLeft: sampler.integer(0...2))
    case .nowBlocked: .nowBlocked(seconds: sampler.seconds())
    case .stillBlocked: .stillBlocked(seconds: sampler.seconds())
    case .full: .full(maxCon: sampler.integer(0...1_000_000))
    case .filledUp: .filledUp(maxCon: sampler.integer(0...1_000_000))
    case .busy: .busy
    case .tooManyFailures: .tooManyFailures(seconds: sampler.seconds())
    case .tooManyConnections: .tooManyConnections(maximum: sampler.integer(0...1_000_000))
    case .tooManyAtPrompt: .tooManyAtPrompt(maximum: sampler.integer(0...1_000_000))
    case .outOfDescriptors: .outOfDescriptors
    case .mailboxFull: .mailboxFull(sampler.name())
    case .tooManyFiles: .tooManyFiles(maximum: sampler.integer(0...1_000_000))
    case .filesTooLarge: .filesTooLarge(maximum: sampler.integer(0...(1 << 60)))
    case .depotFull: .depotFull(maximum: sampler.integer(0...(1 << 60)))
    case .nameTaken: .nameTaken(sampler.name())
    case .nameReserved: .nameReserved(sampler.name())
    case .nameMalformed: .nameMalformed(sampler.name())
    case .passwordMalformed: .passwordMalformed
    case .passwordTooShort: .passwordTooShort(minimum: sampler.integer(1...128))
    case .departureWhileOnline: .departureWhileOnline(sampler.name())
    case .departureNotVerified: .departureNotVerified
    case .noSuchUser: .noSuchUser(sampler.name())
    case .toYourself: .toYourself(sampler.pick(Refusal.Action.self))
    case .blockedByReceiver: .blockedByReceiver(sampler.name())
    case .bodyEmpty: .bodyEmpty
    case .bodyTooLong: .bodyTooLong(maximum: sampler.integer(0...8_192))
    case .blockYourself: .blockYourself
    case .unblockYourself: .unblockYourself
    case .alreadyBlocked: .alreadyBlocked(sampler.name())
    case .notBlocked: .notBlocked(sampler.name())
    case .fileNameMalformed: .fileNameMalformed(sampler.name())
    case .fileTooLarge: .fileTooLarge(maximum: sampler.size())
    case .noSuchFile: .noSuchFile(from: sampler.name(), name: sampler.text(upTo: 14))
    case .tooManyTransfers: .tooManyTransfers(maximum: sampler.integer(0...100))
    case .noSuchTransfer: .noSuchTransfer
    case .fileDamaged: .fileDamaged(sampler.text(upTo: 14))
    case .fileFailed: .fileFailed(sampler.text(upTo: 14), reason: sampler.text(upTo: 14))
    case .notStored: .notStored
    case .readOnly: .readOnly
    case .notLoggedIn: .notLoggedIn
    case .alreadyLoggedIn: .alreadyLoggedIn
    case .stopping: .stopping
    case .refusedBefore: .refusedBefore
    case .other: .other("Why: " + sampler.text())
    case .tokenVoid: .tokenVoid
    case .banned: .banned(until: nil, reason: "Why: " + sampler.text(upTo: 14))
    case .addressBanned: .addressBanned(until: WallTime(microseconds: sampler.integer(1...(1 << 60))), reason: nil)
    case .nameIsAddress: .nameIsAddress(sampler.name())
    case .nameBanned: .nameBanned(sampler.name())
    case .registrationClosed: .registrationClosed
    case .invitationNeeded: .invitationNeeded
    case .invitationVoid: .invitationVoid
    case .tooManyRegistrations: .tooManyRegistrations(seconds: sampler.seconds())
    case .searchEmpty: .searchEmpty
    case .credentialsWrong: .credentialsWrong
    case .passwordNotChecked: .passwordNotChecked
    case .passwordKeptElsewhere: .passwordKeptElsewhere
    }
  }
}
