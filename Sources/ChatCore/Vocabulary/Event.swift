/// What the server tells a client without having been asked.
public enum Event: Equatable, Sendable {
  /// The longest announcement, in bytes of UTF-8.
  public static let maximumAnnouncementBytes = 32 * 1_024

  /// A message of the log that this reader may see.
  case message(DeliveredMessage)
  /// All that was missed has been sent; from here on messages come as they are written.
  case caughtUp
  /// Somebody else has logged in.
  case loggedIn(name: String)
  /// Somebody else has logged out.
  case loggedOut(name: String)
  /// The system says something to those online.
  case announcement(String)
  /// If nothing is typed for so many seconds more, `timedOut` comes.
  case timeOutNear(seconds: Double)
  /// Nothing was typed for TIME_OUT seconds; the connection closes.
  case timedOut(seconds: Double)
  /// The connection was put out, with a reason for the person; it closes.
  case putOut(reason: String)
  /// The server stops; the connection closes. It says whether it will be back in a moment, and whether everything that it
  /// has carried out was answered before, so that what has no answer has not happened.
  case serverStopping(restarts: Bool, isSettled: Bool)
  /// A transfer ended before its end; `reason` is for the person.
  case transferFailed(TransferID, reason: String)
  /// The person of this name has been shown one's private messages up to this entry.
  case deliveredTo(name: String, through: EntryID)
  /// So many messages that one missed are not kept any more.
  case messagesGone(count: Int64)
}
