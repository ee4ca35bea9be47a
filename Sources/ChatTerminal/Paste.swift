/// Several lines that were pasted at once into a half-typed command.
public struct Paste: Hashable, Sendable {
  /// The text before the cursor.
  public let before: String
  /// The pasted lines: two or more, the first and the last one not empty, without control characters but tabs.
  public let lines: [String]
  /// The text behind the cursor.
  public let after: String
  /// True when more was pasted than is kept (64 KiB).
  public let isCut: Bool

  /// A paste of these parts.
  public init(before: String = "", lines: [String], after: String = "", isCut: Bool = false) {
    self.before = before
    self.lines = lines
    self.after = after
    self.isCut = isCut
  }
}
