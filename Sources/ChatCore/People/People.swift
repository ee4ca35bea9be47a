/// The people of a server: who has an account, who is connected, who counts as online, and who was lately.
///
/// Every life of the server (`Admission`, `Messaging`, `FileExchange`) is given them, and changes in them what is its own.
struct People: Sendable {
  // What every server that follows one log knows alike.

  var accounts: AccountBook
  /// Everybody who counts as online, those in grace too.
  var presence: [AccountID: Presence] = [:]
  var departures: RecentDepartures

  // This server's own.

  var sessions = SessionTable()
  /// Set while commands of somebody are left out of the event log and not told of yet.
  var hasUntoldCommands = false
  /// Keeps the event log short while a full room is run at.
  var refusedTally = CommandTally()
  /// And while connections come and go that never log in.
  var connectionTally = CommandTally()

  init(_ state: DurableState, now: Moment) {
    accounts = AccountBook(state.accounts, formerNames: state.formerNames)
    departures = RecentDepartures(state.accounts, now: now)
  }

  /// A commit failed: the accounts are again as the store has them, but for what claims nothing to anybody.
  mutating func recover(_ state: DurableState, now: Moment) {
    let lost = accounts
    accounts = AccountBook(state.accounts, formerNames: state.formerNames)
    for account in state.accounts {
      guard let known = lost[account.id] else {
        // It was de-registered, and that has failed.
        departures.restore(account, now: now)
        continue
      }
      // A later batch stores it.
      accounts.keepStandings(of: known)
    }
  }

  /// The address that `session` comes from; empty when it is gone.
  func address(of session: SessionID) -> String {
    sessions[session]?.origin.address ?? ""
  }

  /// The address that `session` comes from as limits count it; empty when it is gone.
  func place(of session: SessionID) -> String {
    sessions[session]?.origin.place ?? ""
  }

  /// The connection of `account`; nil when it is not online or waits in grace.
  func connectedSession(of account: AccountID) -> SessionID? {
    presence[account]?.session
  }

  mutating func updateMember(of session: SessionID, _ change: (inout Member) -> Void) {
    if let place = sessions.place(of: session) {
      sessions.updateMember(at: place, change)
    }
  }

  mutating func updatePrompt(of session: SessionID, _ change: (inout Prompt) -> Void) {
    guard case .prompt(var prompt) = sessions[session]?.stage else { return }
    change(&prompt)
    sessions[session]?.stage = .prompt(prompt)
  }

  /// Expects nothing more from `session`.
  mutating func close(_ session: SessionID, turn: inout Turn) {
    sessions[session]?.stage = .leaving
    turn.append(.close(session))
  }

  /// Sends `event` to everybody who is connected here, and logged in.
  func announce(_ text: String, turn: inout Turn) {
    for case (_, .connected(let session)) in presence {
      turn.append(.event(session, .announcement(text)))
    }
  }

  mutating func noteLastSeen(of account: AccountID, at time: WallTime, turn: inout Turn) {
    accounts.setLastSeen(of: account, to: time)
    departures.note(account, at: turn.now.uptime(at: time))
    turn.setLastSeen(of: account, to: time)
  }

  /// - Throws: `Refusal.filledUp` when the account would have to take a place that is not there.
  func requirePlace(for account: AccountID, maxCon: Int) throws(Refusal) {
    guard presence[account] != nil || presence.count < maxCon else { throw .filledUp(maxCon: maxCon) }
  }

  /// True while somebody whose connection was lost may come back. That takes no new place, so even a full room has to hear
  /// whom a new connection brings.
  var isSomebodyAwaited: Bool {
    presence.values.contains { !$0.isConnected }
  }

  /// True when `run` belongs to somebody who is online, on a connection that the client may know to be lost before the
  /// server does.
  func isComingBack(_ run: UInt64) -> Bool {
    sessions.all.contains { _, session in
      if case .member = session.stage { session.origin.run == run } else { false }
    }
  }

  // What people ask about each other.

  /// The names of the others who are online, in alphabetical order.
  func othersOnline(than account: AccountID) -> [String] {
    sortedNames(of: Set(presence.keys), without: account)
  }

  /// Those too who have gone within the last `seconds`.
  func others(than account: AccountID, within seconds: Double, of now: Uptime) -> [String] {
    sortedNames(of: departures.within(seconds: seconds, of: now).union(presence.keys), without: account)
  }

  /// When the person of this name was online last. Whose connection was lost counts as online while the others have not
  /// been told otherwise.
  func lastSeen(_ name: String) throws(Refusal) -> Reply {
    guard let account = accounts.named(name) else { throw .noSuchUser(name) }
    let seen: LastSeen =
      if presence[account.id] != nil { .online } else { account.lastSeen.map(LastSeen.until) ?? .never }
    return .lastSeen(name: account.name.text, seen)
  }

  private func sortedNames(of ids: Set<AccountID>, without own: AccountID) -> [String] {
    ids.lazy.filter { $0 != own }.compactMap { accounts[$0]?.name }.sorted { $0.key < $1.key }.map(\.text)
  }
}
