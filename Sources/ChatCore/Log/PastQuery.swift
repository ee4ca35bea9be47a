/// What the store is asked for when somebody looks back: the newest stored messages that concern `reader` and fit, blocks
/// not considered.
public struct PastQuery: Hashable, Sendable {
  /// A query with more words than this is refused: nobody types it, and each word costs a look into the index.
  public static let maximumWords = 32
  /// The longest text to search for, in bytes.
  public static let maximumTextBytes = 1_024

  /// Who looks back. What is older than this account is not for it.
  public let reader: AccountID
  /// Words that all stand in the body; nil for whatever it says.
  public let text: String?
  /// The other person of a private conversation; nil for broadcasts and all private messages from and to `reader`.
  public let person: AccountID?
  /// Whether only private messages from `reader` count.
  public let isOwnOnly: Bool
  /// Only what is older than this entry.
  public var before: EntryID
  /// So many at most; at least 1.
  public var limit: Int

  /// A query of these parts.
  public init(
    reader: AccountID, text: String? = nil, person: AccountID? = nil, isOwnOnly: Bool = false, before: EntryID,
    limit: Int
  ) {
    self.reader = reader
    self.text = text
    self.person = person
    self.isOwnOnly = isOwnOnly
    self.before = before
    self.limit = limit
  }

  /// Whether `message` concerns the reader as this query wants it; what it says is not looked at.
  public func concerns(_ message: ChatMessage) -> Bool {
    guard message.id > EntryID(rawValue: reader.rawValue), message.id < before else { return false }
    guard let recipient = message.recipient else { return person == nil && !isOwnOnly }
    let isBetween = { (account: AccountID) in message.sender == account || recipient == account }
    return (isOwnOnly ? message.sender == reader : isBetween(reader)) && (person.map(isBetween) ?? true)
  }
}

/// A stretch of the past, the newest message first.
public struct PastPage: Hashable, Sendable {
  /// What was found.
  public let messages: [ChatMessage]
  /// Everything from this entry on has been looked at; nil when there is nothing before.
  public let reached: EntryID?

  /// A page of these parts.
  public init(messages: [ChatMessage], reached: EntryID?) {
    self.messages = messages
    self.reached = reached
  }
}

/// What came of looking back.
public enum PastOutcome: Hashable, Sendable {
  /// This was found.
  case page(PastPage)
  /// The text that was searched for has no word in it.
  case noWord
  /// The store could not be read.
  case failed
}
