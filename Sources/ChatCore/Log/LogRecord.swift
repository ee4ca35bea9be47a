/// An entry in its place in the log.
public struct LogRecord: Hashable, Sendable {
  /// The place.
  public let id: EntryID
  /// When the entry was made.
  public let time: WallTime
  /// The change.
  public let entry: Entry
  /// Whose request it came with, and which; nil for the system's own.
  public let origin: RequestOrigin?

  /// A record of these parts.
  public init(id: EntryID, time: WallTime, entry: Entry, origin: RequestOrigin?) {
    self.id = id
    self.time = time
    self.entry = entry
    self.origin = origin
  }

  /// Whether somebody's message came with it; a file's is not counted.
  public var isMessage: Bool {
    if case .message = entry { true } else { false }
  }

  /// The length of that message's text; else 0.
  public var bodyBytes: Int {
    if case .message(_, _, _, let body) = entry { body.utf8.count } else { 0 }
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
