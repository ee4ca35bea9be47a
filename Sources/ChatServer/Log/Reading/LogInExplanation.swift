import ChatCore

/// Why somebody can't log in, from what the store, para.txt and the logs hold.
public struct LogInExplanation: Hashable, Sendable {
  /// One thing that stands in the way.
  public enum Obstacle: Hashable, Sendable {
    /// There is no such account; the existing name that is spelt most like it, if any.
    case noAccount(nearest: String?)
    /// No server runs in the data directory.
    case noServer
    /// The name is blocked on the address until then.
    case blocked(address: String, until: WallTime, secondsLeft: Double)
    /// The account is banned, until then or for ever.
    case banned(until: WallTime?, reason: String?)
    /// The account is online already.
    case online(address: String?)
    /// As many are online as MaxCon allows.
    case full(online: Int, maxCon: Int)
  }

  /// The name as it was registered; as it was asked for when there is no such account.
  public let user: String
  /// The obstacles to a log-in, the most certain first; empty when there is none.
  public let obstacles: [Obstacle]
  /// How many addresses are banned, from which nobody can log in.
  public let bannedAddresses: Int
  /// The newest attempts in the logs, the oldest of them first.
  public let attempts: [LoggedLine]

  /// Puts together what is known at `now`.
  public init(
    user: String, state: DurableState, parameters: Parameters, history: LogInHistory, isServerRunning: Bool,
    now: WallTime
  ) {
    let key = AccountKey(user)
    let account = state.accounts.first { $0.name.key == key }
    var obstacles: [Obstacle] = []
    let bans = BanBook(state.bans)
    if let account {
      if let ban = bans.ban(of: account, at: now) {
        obstacles.append(.banned(until: ban.until, reason: ban.reason))
      }
      for block in state.logInBlocks where block.account == account.id {
        let until = WallTime(seconds: block.since.seconds + parameters.blockTime)
        guard now < until else { continue }
        // A clock that was set back does not make a block longer than BLOCK_TIME.
        let left = min(until.seconds - now.seconds, parameters.blockTime)
        obstacles.append(.blocked(address: block.address, until: until, secondsLeft: left))
      }
    } else {
      let nearest = EditDistance.nearest(to: user, in: state.accounts, spelling: \.name.text)
      obstacles.append(.noAccount(nearest: nearest?.name.text))
    }
    if !isServerRunning {
      obstacles.append(.noServer)
    } else if account != nil, history.online.contains(key) {
      obstacles.append(.online(address: history.address))
    } else if history.online.count >= parameters.maxCon {
      obstacles.append(.full(online: history.online.count, maxCon: parameters.maxCon))
    }
    self.user = account?.name.text ?? user
    self.obstacles = obstacles
    bannedAddresses = bans.all(at: now).count { if case .address = $0.subject { true } else { false } }
    attempts = history.attempts
  }
}
