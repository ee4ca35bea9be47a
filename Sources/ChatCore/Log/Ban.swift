/// Somebody, or an address, that may not come in.
public struct Ban: Hashable, Sendable {
  /// Whom it keeps out.
  public enum Subject: Hashable, Sendable {
    /// The account of this number, and whoever else would be called so: the name holds when the account is gone.
    case person(AccountID, AccountName)
    /// An address, as limits count it.
    case address(String)
  }

  /// That of the entry it came with.
  public let id: EntryID
  /// Whom it keeps out.
  public let subject: Subject
  /// When it began.
  public let since: WallTime
  /// When it ends; nil for never.
  public let until: WallTime?
  /// What the person is told; nil for nothing.
  public let reason: String?

  /// A ban of these parts.
  public init(id: EntryID, subject: Subject, since: WallTime, until: WallTime?, reason: String?) {
    self.id = id
    self.subject = subject
    self.since = since
    self.until = until
    self.reason = reason
  }

  /// The longest reason, in bytes of UTF-8.
  public static let maximumReasonBytes = 200

  /// Whether it has not ended.
  public func holds(at now: WallTime) -> Bool {
    until.map { now < $0 } ?? true
  }
}
