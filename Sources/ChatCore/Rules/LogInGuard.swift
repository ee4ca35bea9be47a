/// Names blocked on an address after three wrong passwords.
///
/// A block is for one name from one address: other names there and that name elsewhere still work. How long it holds is
/// decided at the moment of a check, by BLOCK_TIME as it is then.
public struct LogInGuard: Sendable {
  /// A third wrong password for one name on one connection blocks it.
  public static let allowedTries = 3

  private struct Place: Hashable {
    let account: AccountID
    let address: String
  }

  private var since: [Place: Uptime] = [:]

  /// A guard that knows these blocks from before, seen from `now`.
  public init(_ blocks: [LogInBlock] = [], now: Moment) {
    restore(blocks, now: now)
  }

  /// Takes blocks that the store knows of, seen from `now`.
  public mutating func restore(_ blocks: [LogInBlock], now: Moment) {
    for block in blocks {
      since[Place(account: block.account, address: block.address)] = now.uptime(at: block.since)
    }
  }

  /// How long `account` is still blocked on `address`, in seconds; nil when it is not.
  public func secondsLeft(of account: AccountID, on address: String, blockTime: Double, now: Uptime) -> Double? {
    guard let since = since[Place(account: account, address: address)] else { return nil }
    let left = blockTime - now.seconds(since: since)
    return left > 0 ? left : nil
  }

  /// Blocks `account` on `address` from `now` on; an earlier block starts anew.
  public mutating func block(_ account: AccountID, on address: String, now: Uptime) {
    since[Place(account: account, address: address)] = now
  }

  /// Forgets every block of `account`.
  public mutating func remove(_ account: AccountID) {
    since = since.filter { $0.key.account != account }
  }
}
