import ChatCore
import ChatWire

// The words that a session has for its owner.
extension ClientSession {
  /// A request whose answer has not come.
  struct Pending {
    let number: UInt64
    let request: Request
    let purpose: Purpose
    /// True for one that goes out on the next connection too, under its number.
    let isSentAgain: Bool
    /// True for one that was sent on an earlier connection.
    var wasSentBefore = false
  }

  /// A reason of the server to close the connection, of which it has told.
  enum Announcement: Hashable {
    /// It stops. `isSettled`: whether it has answered all that it carried out.
    case stopping(isSettled: Bool)
    /// TIME_OUT is over; who comes back is welcome.
    case timedOut
    /// This member is not wanted.
    case putOut
  }

  /// An end of the session.
  enum Ending: Hashable {
    /// The server takes nobody, or not this program.
    case refused(Refusal)
    /// The server speaks this version of the protocol.
    case otherVersion(UInt32)
    /// The server does not let this account in.
    case logInRefused(Refusal)
    /// The connection is lost. `mayBeEncrypted`: the server has said nothing in clear, maybe because it speaks TLS.
    case lost(ConnectionLoss, mayBeEncrypted: Bool)
    /// The server could not be reached again in time.
    case givenUp
    /// The farewell was answered, or there was nobody to be logged out; else what it lacks.
    case left(Farewell, unconfirmed: Doubt? = nil)

    /// A reason not to know whether a member counts as online still.
    enum Doubt: Hashable {
      /// The answer to the farewell has not come in time.
      case unanswered
      /// The connection was lost before it.
      case lost
    }
  }

  /// A thing to do or to know, in the order given.
  enum Output {
    /// Call the server again; answered by `connected` or `connectionLost`.
    case connect
    /// Send this frame.
    case send(ClientFrame)
    /// A name and a password are wanted, by `logIn` or by requests of the owner's.
    case logInWanted
    /// Logged in, under this name. What had no answer is on its way again, unless somebody else has logged in: then it
    /// is `dropped`.
    case welcomed(name: String, dropped: [Pending])
    /// The answer to a request. An upload has two.
    case answered(Pending, Reply)
    /// The server told something. A message comes once.
    case event(Event)
    /// A member's connection is lost, and the way back begins. Nobody will know what became of `dropped`.
    case lost(ConnectionLoss, dropped: [Pending])
    /// A try to come back came to nothing; more will follow.
    case attemptFailed
    /// The farewell of somebody who has time was not answered within `longestSilence`; it is waited for all the same.
    case farewellLate
    /// Nothing more will come.
    case ended(Ending)
  }
}

extension Refusal {
  /// The answer to what a server of this level would not know, since it takes the level `needed`.
  static func serverTooOld(_ level: UInt32, needed: UInt32) -> Refusal {
    .other(
      "This server is older than your program, and can't do that: it has level \(level) of the protocol, and level "
        + "\(needed) is needed. Please ask its operator to update chatctl there!")
  }
}
