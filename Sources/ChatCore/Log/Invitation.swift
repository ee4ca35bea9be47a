/// A code by which accounts may be registered where that takes one.
public struct Invitation: Hashable, Sendable {
  /// That of the entry it came with.
  public let id: EntryID
  /// The SHA-256 of its code; the code itself is known to whoever has it alone.
  public let digest: TokenDigest
  /// The one name that it is good for; nil for any.
  public let name: AccountName?
  /// How many accounts may still be made with it.
  public var uses: Int
  /// When it was made.
  public let made: WallTime
  /// When it ends.
  public let until: WallTime

  /// An invitation of these parts.
  public init(id: EntryID, digest: TokenDigest, name: AccountName?, uses: Int, made: WallTime, until: WallTime) {
    self.id = id
    self.digest = digest
    self.name = name
    self.uses = uses
    self.made = made
    self.until = until
  }

  /// How many accounts may be made with one at most.
  public static let maximumUses = 100_000
}
