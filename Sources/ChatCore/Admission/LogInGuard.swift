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
  /// When so many are known, ended ones are forgotten.
  private var limit = Self.mostEnded

  /// So many blocks are known at least, ended ones too, before those are forgotten.
  static let mostEnded = 1_024

  /// A guard that knows these blocks from before, seen from `now`.
  public init(_ blocks: [LogInBlock] = [], now: Moment) {
    restore(blocks, now: now)
  }

  /// Takes blocks that the store knows of, seen from `now`. Later ones that are known already stay.
  public mutating func restore(_ blocks: [LogInBlock], now: Moment) {
    for block in blocks {
      let place = Place(account: block.account, address: block.address)
      let stored = now.uptime(at: block.since)
      since[place] = max(since[place] ?? stored, stored)
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

  /// Forgets blocks that have ended by now, once there are many: those that hold again when BLOCK_TIME is raised are few.
  ///
  /// - Returns: those that began before this were forgotten; nil when it was not time for it.
  public mutating func forgetEnded(blockTime: Double, now: Moment) -> WallTime? {
    guard since.count >= limit else { return nil }
    since = since.filter { now.uptime.seconds(since: $0.value) < blockTime }
    // Twice as many, so that looking at all of them costs each new one little.
    limit = max(Self.mostEnded, 2 * since.count)
    return WallTime(seconds: now.wall.seconds - blockTime)
  }

  /// Who is still blocked at `now`, where, since when and for how many more seconds; in no order.
  public func holding(
    blockTime: Double, now: Moment
  ) -> [(account: AccountID, address: String, since: WallTime, secondsLeft: Double)] {
    since.compactMap { place, start in
      let age = now.uptime.seconds(since: start)
      guard age < blockTime else { return nil }
      let wall = WallTime(microseconds: now.wall.microseconds - Int64(age * 1_000_000))
      return (place.account, place.address, wall, blockTime - age)
    }
  }

  /// Ends the blocks of `account` on `address`, or everywhere.
  public mutating func unblock(_ account: AccountID, on address: String?) {
    since = since.filter { $0.key.account != account || (address != nil && $0.key.address != address) }
  }

  /// Forgets every block of `account`.
  public mutating func remove(_ account: AccountID) {
    unblock(account, on: nil)
  }
}
