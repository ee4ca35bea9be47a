/// One registered person, as the room and the store know them.
public struct Account: Hashable, Sendable {
  /// Never used again after the account is gone.
  public let id: AccountID
  /// As it was registered.
  public let name: AccountName
  /// What a password is checked against.
  public var verifier: PasswordVerifier
  /// When the account was registered.
  public let created: WallTime
  /// When the last session ended; nil before the first one ended.
  public var lastSeen: WallTime?
  /// The last entry that the person's client acknowledged having shown. A new account starts at its own id.
  public var cursor: EntryID

  /// An account of these parts; the cursor starts at the account's own id unless given.
  public init(
    id: AccountID, name: AccountName, verifier: PasswordVerifier, created: WallTime, lastSeen: WallTime? = nil,
    cursor: EntryID? = nil
  ) {
    self.id = id
    self.name = name
    self.verifier = verifier
    self.created = created
    self.lastSeen = lastSeen
    self.cursor = cursor ?? EntryID(rawValue: id.rawValue)
  }
}
