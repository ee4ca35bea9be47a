/// Which messages of the past somebody wants to see: the newest ones of those that fit, at most `limit`.
public struct LogQuery: Hashable, Sendable {
  /// As many as one answer has at most.
  public static let maximumLimit = 500

  /// Words that all stand in the body, in any case and order; nil for whatever it says.
  public let text: String?
  /// The name of the other person of a private conversation; nil for broadcasts and everybody's private messages.
  public let person: String?
  /// Only what is older than this entry; nil for the newest.
  public let before: EntryID?
  /// 1 to `maximumLimit`; what is beyond is taken for the nearest of the two.
  public let limit: Int

  /// A query of these parts.
  public init(text: String? = nil, person: String? = nil, before: EntryID? = nil, limit: Int) {
    self.text = text
    self.person = person
    self.before = before
    self.limit = min(max(limit, 1), Self.maximumLimit)
  }
}
