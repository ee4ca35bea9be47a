import ChatCore

/// An end of a connection of which the server had said nothing.
enum ConnectionLoss: Hashable, Sendable {
  /// The server's side closed it, or the network reported an error.
  case closed
  /// Nothing came for longer than the keep-alive allows.
  case silent
  /// Bytes came that are not this protocol.
  case garbled(String)

  /// The sentence that a person reads, the next step included.
  var sentence: String {
    switch self {
    case .closed:
      "The connection to the server is lost. Please check that the server runs, and connect again!"
    case .silent:
      "The connection to the server is lost: it has been silent for too long. Please check the network, and connect "
        + "again!"
    case .garbled(let detail):
      "The connection is given up: what the server sent makes no sense (\(TerminalSanitizer.line(detail))). "
        + "Please check that a chatctl server listens at that port!"
    }
  }

  /// True where it is worth it to come back, the same for a person and for a bot.
  var isTransient: Bool {
    switch self {
    case .closed, .silent: true
    case .garbled: false
    }
  }
}

extension Refusal {
  /// True for one that passes by itself, so that somebody who was logged in before tries again, the same for a person
  /// and for a bot. All else ends the program with a sentence.
  var isTransient: Bool {
    switch self {
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
}
