/// A name that an account may have: 1 to 32 of `A-Z a-z 0-9 . _ -`, none of the reserved words.
///
/// Names are shown as they were registered, and are equal without regard to case (`key`).
public struct AccountName: Hashable, Sendable, CustomStringConvertible {
  /// The longest name, in characters (which are bytes here).
  public static let maximumLength = 32
  /// Words that the log-in prompt or the system itself uses.
  public static let reserved: Set<AccountKey> = Set(["register", "de-register", "quit", "system"].map(AccountKey.init))

  /// As it was registered.
  public let text: String
  /// What the name is looked up by.
  public let key: AccountKey

  /// Takes `text` as a name.
  ///
  /// - Throws: `Refusal.nameMalformed` or `Refusal.nameReserved`.
  public init(_ text: String) throws(Refusal) {
    guard (1...Self.maximumLength).contains(text.utf8.count), text.utf8.allSatisfy(Self.allows) else {
      throw .nameMalformed(text)
    }
    key = AccountKey(text)
    guard !Self.reserved.contains(key) else { throw .nameReserved(text) }
    self.text = text
  }

  /// Whether it reads as an IPv4 address; an IPv6 address has colons, which no name has.
  public var isAddress: Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { (1...3).contains($0.count) && $0.utf8.allSatisfy { (48...57).contains($0) } }
  }

  /// Whether a command would take it for an option. None is registered any more.
  public var isOptionLike: Bool {
    text.hasPrefix("-")
  }

  /// The name as it was registered.
  public var description: String {
    text
  }

  /// Names that differ in case alone are one name.
  public static func == (left: AccountName, right: AccountName) -> Bool {
    left.key == right.key
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(key)
  }

  private static func allows(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default:
      false
    }
  }
}
