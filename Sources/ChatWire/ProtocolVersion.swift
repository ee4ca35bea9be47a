import ChatCore

/// The versions of the protocol.
public enum ProtocolVersion {
  /// The one that this program speaks.
  public static let current: UInt32 = 1
  /// The level of that version that this program has: PROTOCOL.md has the table of what came with which.
  public static let level: UInt32 = 1
}

extension Request {
  /// The level that a server needs to know it.
  public var level: UInt32 {
    switch self {
    case .checkNewName(_, code: .some): 1
    case .checkName, .logIn, .checkNewName(_, code: nil), .register, .checkDeparture, .verifyDeparture, .deregister,
      .resume, .whoelse, .wholasthr, .broadcast, .message, .block, .unblock, .changePassword, .wantToken, .listBlocked,
      .lastSeen, .deliveredTo, .lookBack, .offerFile, .listFiles, .getFile, .fileReceived, .declineFile, .resumeUpload,
      .resumeDownload, .cancelTransfer, .acknowledge, .leave:
      0
    }
  }
}

extension ClientFrame {
  /// The level that a server needs to know it.
  public var level: UInt32 {
    switch self {
    case .typing: 1
    case .request(_, let request): request.level
    case .hello, .ping, .chunk, .endOfFile, .credit: 0
    }
  }
}

extension Event {
  /// The level that a client needs to know it.
  public var level: UInt32 {
    switch self {
    case .timeOutNear: 1
    case .message, .caughtUp, .loggedIn, .loggedOut, .announcement, .timedOut, .putOut, .serverStopping,
      .transferFailed, .deliveredTo, .messagesGone:
      0
    }
  }
}
