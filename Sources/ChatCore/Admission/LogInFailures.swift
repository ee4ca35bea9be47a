/// Failed log-ins of an address, over all names and connections.
///
/// An address has a bucket of tokens. A log-in takes one when it begins and gives it back when the password was right,
/// so that right ones cost nothing. Where only checks under way hold tokens that may come back, the next log-in stands
/// in line for them; where nothing is left and nothing may come back, no password is looked at, and the person is told
/// for how long. A name that nobody has is no exception: it fails when its turn comes, and so tells nobody by its place
/// that it is no name. The old password of a change of the password is one more password that somebody may guess.
///
/// Whether the client is still there when its check is back does not matter: a right one has cost nothing, and a wrong one
/// is no guess for nothing.
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
  enum Payer: Hashable, Sendable {
    /// Everybody's at this address.
    case address(String)
    /// Those of a name that has been logged in with from there.
    case regular(AccountID, String)
  }

  /// When a password is looked at.
  public enum Turn: Hashable, Sendable {
    case now
    /// When `end` or `leave` names the session.
    case later
  }

  /// What the end of a check means for those in line.
  public struct Sequel: Sendable {
    /// Whose turn it is now, in order.
    public var called: [SessionID] = []
    /// Who has waited in vain, because too many have failed meanwhile.
    public var refused: [(session: SessionID, refusal: Refusal)] = []
  }

  /// So many addresses are remembered for one account.
  public static let addressesPerAccount = 8

  private var buckets: BucketTable<Payer>
  private var line: CheckLine<Payer>
  /// Where accounts have been logged in from last. Whoever was ever online has this, and nearly everybody nothing more.
  private var lastAddresses: [AccountID: String] = [:]
  /// And before that, the last ones last.
  private var earlierAddresses: [AccountID: [String]] = [:]

  /// Nobody has failed; without a `rate` everybody may fail for ever.
  ///
  /// - Parameter backlog: so many checks of an address may be under way or in line; nil for any number.
  public init(_ rate: TokenRate?, backlog: Int64? = nil) {
    buckets = BucketTable(rate)
    line = CheckLine(mostPerPlace: Self.most(backlog))
  }

  /// Takes another rate and backlog, which hold at once; what has failed stays so.
  public mutating func change(_ rate: TokenRate?, backlog: Int64?, at now: Uptime) {
    buckets.change(to: rate, at: now)
    line.mostPerPlace = Self.most(backlog)
  }

  private static func most(_ backlog: Int64?) -> Int {
    backlog.map { Int(clamping: $0) } ?? .max
  }

  /// A password of `account`, or of nobody, is to be looked at for `session` from `address`.
  ///
  /// - Returns: whether it is looked at now. Either way `end` or `leave` has to follow.
  /// - Throws: `Refusal.tooManyFailures` when nothing is left, `Refusal.busy` when it would have to stand in line and
  ///   the line is full.
  public mutating func begin(
    _ account: AccountID?, from address: String, by session: SessionID, at now: Uptime
  ) throws(Refusal) -> Turn {
    let payer = payer(account, from: address)
    guard !line.has(session) else { throw .busy }
    if !line.isWaited(for: payer), buckets.take(payer, at: now) {
      line.begin(session, from: address, on: payer)
      return .now
    }
    guard line.isUnderWay(on: payer) else { throw refusal(payer, at: now) }
    guard line.hasRoom(for: address) else { throw .busy }
    line.queue(session, from: address, on: payer)
    return .later
  }

  /// Whether a log-in could begin now, or stand in line.
  ///
  /// - Throws: `Refusal.tooManyFailures`.
  public func check(_ account: AccountID?, from address: String, at now: Uptime) throws(Refusal) {
    let payer = payer(account, from: address)
    guard line.isUnderWay(on: payer) || buckets.nanosecondsToToken(payer, at: now) == 0 else {
      throw refusal(payer, at: now)
    }
  }

  /// The check of `session` is back, if there is one under way.
  ///
  /// - Parameter isFailure: false when the password was right, or was not looked at after all.
  public mutating func end(_ session: SessionID, isFailure: Bool, at now: Uptime) -> Sequel {
    var sequel = Sequel()
    guard let payer = line.end(session) else { return sequel }
    if !isFailure {
      buckets.giveBack(payer, at: now)
    }
    while let next = line.next(on: payer), buckets.take(payer, at: now) {
      line.call(next)
      sequel.called.append(next)
    }
    if !line.isUnderWay(on: payer) {
      let refusal = refusal(payer, at: now)
      sequel.refused = line.dismissAll(on: payer).map { ($0, refusal) }
    }
    return sequel
  }

  /// Who stands in line goes. A check under way comes back all the same.
  public mutating func leave(_ session: SessionID) {
    line.leave(session)
  }

  /// `account` has logged in from `address`.
  public mutating func noteRegular(_ account: AccountID, at address: String) {
    guard let last = lastAddresses.updateValue(address, forKey: account), last != address else { return }
    let earlier = (earlierAddresses[account] ?? []).filter { $0 != address } + [last]
    earlierAddresses[account] = earlier.suffix(Self.addressesPerAccount - 1)
  }

  /// `account` is gone.
  public mutating func remove(_ account: AccountID) {
    lastAddresses[account] = nil
    earlierAddresses[account] = nil
  }

  /// How many have nothing left now, and nothing that may come back: addresses, and regulars.
  public func emptyCount(at now: Uptime) -> Int {
    buckets.emptyKeys(at: now).count { !line.isUnderWay(on: $0) }
  }

  /// The most checks, under way or in line, of one address.
  public var mostOfOneAddress: Int { line.mostOfOnePlace }

  private func payer(_ account: AccountID?, from address: String) -> Payer {
    guard let account else { return .address(address) }
    let isRegular = lastAddresses[account] == address || earlierAddresses[account]?.contains(address) == true
    return isRegular ? .regular(account, address) : .address(address)
  }

  private func refusal(_ payer: Payer, at now: Uptime) -> Refusal {
    .tooManyFailures(seconds: Double(buckets.nanosecondsToToken(payer, at: now)) / 1_000_000_000)
  }
}
