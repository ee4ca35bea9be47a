/// Failed log-ins of an address, over all names and connections.
///
/// An address has a bucket of tokens. A log-in takes one when it begins and gives it back when the password was right,
/// so that right ones cost nothing, and checks on their way count too. Without a token no password is looked at, and the
/// person is told for how long.
///
/// Somebody must not be locked out by others behind the same address. So a name that has been logged in with from an
/// address since the server started is a regular there and has a bucket of its own: what strangers do to the address's
/// bucket does not concern it, and what is tried on the regular's name costs the regular's bucket alone. And no bucket is
/// empty for ever: the next token comes after a fixed short time, whoever failed meanwhile.
///
/// This comes on top of the block of a name after three wrong passwords (`LogInGuard`), which holds for one name and one
/// address, begins after three failures on one connection, and survives a restart.
public struct LogInFailures: Sendable {
  /// Whose tokens a log-in takes.
  public enum Payer: Hashable, Sendable {
    /// Everybody's at this address.
    case address(String)
    /// Those of a name that has been logged in with from there.
    case regular(AccountID, String)
  }

  /// So many addresses are remembered for one account.
  public static let addressesPerAccount = 8

  private var buckets: BucketTable<Payer>
  /// The last ones stand last.
  private var regulars: [AccountID: [String]] = [:]

  /// Nobody has failed; without a `rate` everybody may fail for ever.
  public init(_ rate: TokenRate?) {
    buckets = BucketTable(rate)
  }

  /// A log-in with `account` (nil: a name that nobody has) from `address` begins.
  ///
  /// - Returns: who has paid for it.
  /// - Throws: `Refusal.tooManyFailures` when nothing is left.
  public mutating func begin(
    _ account: AccountID?, from address: String, at now: Uptime
  ) throws(Refusal) -> Payer {
    let payer = payer(account, from: address)
    guard buckets.take(payer, at: now) else { throw refusal(payer, at: now) }
    return payer
  }

  /// Whether a log-in could begin now.
  ///
  /// - Throws: `Refusal.tooManyFailures`.
  public func check(_ account: AccountID?, from address: String, at now: Uptime) throws(Refusal) {
    let payer = payer(account, from: address)
    guard buckets.nanosecondsToToken(payer, at: now) == 0 else { throw refusal(payer, at: now) }
  }

  /// The password was right, or was not looked at after all: nothing has failed.
  public mutating func forgive(_ payer: Payer, at now: Uptime) {
    buckets.giveBack(payer, at: now)
  }

  /// `account` has logged in from `address`.
  public mutating func noteRegular(_ account: AccountID, at address: String) {
    var known = regulars[account] ?? []
    guard known.last != address else { return }
    known.removeAll { $0 == address }
    known.append(address)
    regulars[account] = known.suffix(Self.addressesPerAccount)
  }

  /// `account` is gone.
  public mutating func remove(_ account: AccountID) {
    regulars[account] = nil
  }

  /// How many have nothing left now: addresses, and regulars.
  public func emptyCount(at now: Uptime) -> Int {
    buckets.emptyCount(at: now)
  }

  private func payer(_ account: AccountID?, from address: String) -> Payer {
    guard let account, regulars[account]?.contains(address) == true else { return .address(address) }
    return .regular(account, address)
  }

  private func refusal(_ payer: Payer, at now: Uptime) -> Refusal {
    .tooManyFailures(seconds: Double(buckets.nanosecondsToToken(payer, at: now)) / 1_000_000_000)
  }
}
