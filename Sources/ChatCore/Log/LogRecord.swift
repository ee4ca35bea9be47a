/// An entry in its place in the log.
public struct LogRecord: Equatable, Sendable {
  /// The place.
  public let id: EntryID
  /// When the entry was made.
  public let time: WallTime
  /// The change.
  public let entry: Entry
  /// Whose request it came with, and which; nil for the system's own.
  public let origin: RequestOrigin?
  /// Whether somebody's message came with it; one that a file brings with it is none.
  public let isMessage: Bool
  /// The length of that message's text; else 0.
  public let bodyBytes: Int
  /// Whom the message is for that comes with it, a file's too; nil when there is none, or only perhaps.
  public let destination: Destination?

  /// A record of these parts.
  public init(id: EntryID, time: WallTime, entry: Entry, origin: RequestOrigin?) {
    self.id = id
    self.time = time
    self.entry = entry
    self.origin = origin
    // Looked at several times for every message, and each time the entry would have to be copied.
    switch entry {
    case .message(_, _, let destination, let body):
      isMessage = true
      bodyBytes = body.utf8.count
      self.destination = destination
    case .fileStored(_, _, let recipient, _, _, _):
      isMessage = false
      bodyBytes = 0
      destination = .person(recipient)
    default:
      isMessage = false
      bodyBytes = 0
      destination = nil
    }
  }
}

/// The request of a logged-in person that led to an entry. It is stored with the entry, so that the same request sent
/// again changes nothing.
public struct RequestOrigin: Hashable, Sendable {
  /// Who asked.
  public let account: AccountID
  /// Which request.
  public let request: ClientRequestID

  /// An origin of these parts.
  public init(account: AccountID, request: ClientRequestID) {
    self.account = account
    self.request = request
  }
}
