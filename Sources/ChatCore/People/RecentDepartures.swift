/// Who logged out when, newest last: what `wholasthr` looks through without looking at every account.
public struct RecentDepartures: Sendable {
  private var departures: [(account: AccountID, at: Uptime)] = []
  private var latest: [AccountID: Uptime] = [:]

  /// The departures that the store knows of, seen from `now`.
  public init(_ accounts: [Account] = [], now: Moment) {
    for account in accounts {
      append(account, now: now)
    }
    departures.sort { $0.at < $1.at }
  }

  /// Notes that `account` logged out.
  public mutating func note(_ account: AccountID, at moment: Uptime) {
    departures.append((account, moment))
    latest[account] = moment
    if departures.count > 2 * latest.count + 64 {
      let newest = latest
      departures.removeAll { newest[$0.account] != $0.at }
    }
  }

  /// Brings back what the store knows of `account`, which was forgotten too early.
  public mutating func restore(_ account: Account, now: Moment) {
    append(account, now: now)
    departures.sort { $0.at < $1.at }
  }

  /// Forgets `account`.
  public mutating func remove(_ account: AccountID) {
    latest[account] = nil
  }

  /// Those whose last log-out is no longer ago than `seconds`.
  public func within(seconds: Double, of now: Uptime) -> Set<AccountID> {
    var found: Set<AccountID> = []
    for departure in departures.reversed() {
      guard now.seconds(since: departure.at) <= seconds else { break }
      if latest[departure.account] == departure.at {
        found.insert(departure.account)
      }
    }
    return found
  }

  private mutating func append(_ account: Account, now: Moment) {
    guard let lastSeen = account.lastSeen else { return }
    let moment = now.uptime(at: lastSeen)
    departures.append((account.id, moment))
    latest[account.id] = moment
  }
}
