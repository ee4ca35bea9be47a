/// A name blocked on an address after three wrong passwords. BLOCK_TIME decides at the moment of a check whether it still
/// holds.
public struct LogInBlock: Hashable, Sendable {
  /// The account that was tried.
  public let account: AccountID
  /// Where from, as the room was told it; all loopback addresses are one.
  public let address: String
  /// The third wrong password.
  public let since: WallTime

  /// A block of these parts.
  public init(account: AccountID, address: String, since: WallTime) {
    self.account = account
    self.address = address
    self.since = since
  }
}
