import ChatCore

/// The rule of coming back after a lost connection, the same for a person and for a bot: what passes by itself is tried
/// again, all else ends the program with a sentence.
enum WayBack {
  /// Whether it is worth it to try again after this refusal of somebody who was logged in before.
  static func passes(_ refusal: Refusal) -> Bool {
    switch refusal {
    // Others go, and the server comes back from its stop or its full disk, as does what checks passwords for it.
    case .full, .filledUp, .busy, .passwordNotChecked, .tooManyConnections, .tooManyAtPrompt, .outOfDescriptors,
      .stopping, .notStored, .readOnly:
      true
    // The server has not noticed the loss yet; somebody else at this address has typed wrong passwords.
    case .alreadyOnline, .stillBlocked, .tooManyFailures:
      true
    // The account is gone or banned, or its password is another one.
    case .unknownName, .wrongPassword, .nowBlocked, .credentialsWrong, .tokenVoid, .banned, .addressBanned:
      false
    // Another version of the protocol, or words of a newer server: they are the person's to read.
    case .other:
      false
    // None of these answers a hello or a log-in.
    case .nameTaken, .nameReserved, .nameMalformed, .nameIsAddress, .nameBanned, .registrationClosed, .invitationNeeded,
      .invitationVoid, .tooManyRegistrations, .passwordMalformed, .passwordTooShort, .passwordKeptElsewhere,
      .departureWhileOnline, .departureNotVerified, .noSuchUser, .toYourself, .blockedByReceiver, .bodyEmpty,
      .bodyTooLong, .blockYourself, .unblockYourself, .alreadyBlocked, .notBlocked, .mailboxFull, .searchEmpty,
      .fileNameMalformed, .fileTooLarge, .noSuchFile, .tooManyTransfers, .tooManyFiles, .filesTooLarge, .depotFull,
      .noSuchTransfer, .fileDamaged, .fileFailed, .notLoggedIn, .alreadyLoggedIn, .refusedBefore:
      false
    }
  }

  /// Whether it is worth it to come back at all after the connection of a member ended like this.
  static func passes(_ loss: ConnectionLoss) -> Bool {
    switch loss {
    case .closed, .silent: true
    case .garbled: false
    }
  }
}
