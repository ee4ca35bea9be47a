/// Whoever comes in: registration, log-in, passwords, tokens to come back with, and who is kept out.
struct Admission: Sendable {
  // What every server that follows one log knows alike.

  var bans: BanBook
  var invitations: InvitationBook
  var tokens: ResumeTokens
  var logInGuard: LogInGuard

  // This server's own.

  /// Failed log-ins per address, over all names and connections.
  var failures: LogInFailures
  /// What those in the line of `failures` typed, until their turn comes.
  var typedPasswords: [SessionID: TypedPassword] = [:]
  /// Accounts that were registered from an address, without an invitation.
  var registrations: BucketTable<String>

  init(_ state: DurableState, settings: Settings, now: Moment) {
    bans = BanBook(state.bans)
    invitations = InvitationBook(state.invitations)
    tokens = ResumeTokens(state.tokens)
    logInGuard = LogInGuard(state.logInBlocks, now: now)
    failures = LogInFailures(settings.failedLogInRate, backlog: settings.limit(.passwordBacklog))
    registrations = BucketTable(settings.registrationRate)
  }

  /// Takes new settings; they hold at once.
  mutating func change(_ settings: Settings, at now: Uptime) {
    failures.change(settings.failedLogInRate, backlog: settings.limit(.passwordBacklog), at: now)
    registrations.change(to: settings.registrationRate, at: now)
  }

  /// A commit failed. What was to end blocks has failed too; what was to begin them holds all the same.
  mutating func recover(_ state: DurableState, turn: inout Turn) {
    logInGuard.restore(state.logInBlocks, now: turn.now)
    bans = BanBook(state.bans)
    invitations = InvitationBook(state.invitations)
    for account in tokens.recover(state.tokens) {
      turn.storeTokens(nil, of: account)
    }
  }

  /// Forgets an account that is gone.
  mutating func remove(_ account: AccountID) {
    logInGuard.remove(account)
    failures.remove(account)
    _ = tokens.void(account)
  }

  /// Bans and invitations that have ended need not be kept.
  mutating func forgetEnded(turn: inout Turn) {
    let areBans = bans.forgetEnded(at: turn.now.wall)
    if invitations.forgetEnded(at: turn.now.wall) || areBans {
      turn.forget(.ended(by: turn.now.wall))
    }
  }

  /// - Throws: `Refusal.banned`.
  func requireNoBan(of account: Account, at time: WallTime) throws(Refusal) {
    if let ban = bans.ban(of: account, at: time) {
      throw .banned(until: ban.until, reason: ban.reason)
    }
  }

  /// For how many more seconds `account` is blocked on `address` after wrong passwords; nil when it is not.
  func secondsBlocked(_ account: AccountID, on address: String, turn: Turn) -> Double? {
    logInGuard.secondsLeft(of: account, on: address, blockTime: turn.parameters.blockTime, now: turn.now.uptime)
  }

  // Coming back without a password, by a token: see `ResumeTokens`.

  /// Gives somebody who is logged in a token. The answer waits for its commit.
  func issueToken(to account: AccountID, run: UInt64, caller: Caller, turn: inout Turn) {
    let token = turn.secrets.random(TokenDigest.length)
    guard let digest = turn.secrets.digest(token) else { return }
    turn.propose(Proposal(.tokenIssued(account, digest, run: run), caller: caller, token: token))
  }

  /// From now on `account` can't come back by a token.
  mutating func voidTokens(of account: AccountID, turn: inout Turn) {
    if tokens.void(account) {
      turn.storeTokens(nil, of: account)
    }
  }

  /// Notes for the next start of the server whether `account` is to be waited for then.
  mutating func noteTokens(of account: AccountID, isPresent: Bool, turn: inout Turn) {
    if let line = tokens.note(account, isPresent: isPresent) {
      turn.storeTokens(line, of: account)
    }
  }

  /// Logs in who has shown a token with this digest.
  ///
  /// Blocks after wrong passwords and failed log-ins of an address stand in no token's way: nobody guesses 256 bits.
  func resume(_ caller: Caller, digest: TokenDigest?, people: inout People, turn: inout Turn) throws(Refusal) {
    guard let session = people.sessions[caller.session], case .prompt(let prompt) = session.stage else { return }
    guard prompt.pending == nil else { throw .busy }
    guard let digest, let owner = tokens.owner(of: digest, run: session.origin.run) else { throw .tokenVoid }
    enter(owner, token: digest, caller: caller, people: &people, turn: &turn)
  }

  /// The password, or the token, was right: the log says whether the caller's session becomes the one of `account`
  /// (`Room.admit`). `effects` follow then.
  func enter(
    _ account: AccountID, token: TokenDigest? = nil, caller: Caller, effects: [Effect] = [], people: inout People,
    turn: inout Turn
  ) {
    guard let run = people.sessions[caller.session]?.origin.run else { return }
    people.updatePrompt(of: caller.session) { $0.pending = .entering(number: caller.number) }
    turn.propose(
      Proposal(.entered(account, caller.session, run: run, token: token), caller: caller, effects: effects))
  }
}
