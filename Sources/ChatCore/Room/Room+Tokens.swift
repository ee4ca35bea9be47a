// Coming back without a password, by a token: see `ResumeTokens`. Random numbers and digests come from outside.
extension Room {
  /// Decides on a token or a code that somebody at the prompt has shown; `digest` is its SHA-256.
  mutating func shown(_ token: ShownToken, digest: TokenDigest?, at now: Moment, effects: inout Effects) {
    let session = token.session
    do throws(Refusal) {
      switch token.purpose {
      case .comingBack:
        try resume(session, number: token.number, digest: digest, at: now, effects: &effects)
      case .registration(let name, let password):
        try startRegistration(
          of: name, password: password, code: digest, number: token.number, session: session, at: now,
          effects: &effects)
      }
    } catch {
      logRefusedLogIn(nil, error, from: session, at: now, effects: &effects)
      refuseLogIn(error, number: token.number, session: session, effects: &effects)
    }
  }

  /// Gives somebody who is logged in `token`, whose SHA-256 is `digest`. The answer waits for its commit.
  mutating func issue(_ token: [UInt8], digest: TokenDigest?, for wish: TokenWish, effects: inout Effects) {
    guard let digest, let run = sessions[wish.session]?.origin.run else { return }
    let line = tokens.issue(digest, to: wish.account, run: run)
    effects.storeTokens(line, of: wish.account)
    effects.afterCommit(AfterCommit(session: wish.session, number: wish.number, reply: .token(token)))
  }

  /// From now on `account` can't come back by a token.
  mutating func voidTokens(of account: AccountID, effects: inout Effects) {
    if tokens.void(account) {
      effects.storeTokens(nil, of: account)
    }
  }

  /// Notes for the next start of the server whether `account` is to be waited for then.
  mutating func noteTokens(of account: AccountID, isPresent: Bool, effects: inout Effects) {
    if let line = tokens.note(account, isPresent: isPresent) {
      effects.storeTokens(line, of: account)
    }
  }

  /// Whether `run` belongs to somebody who is online, on a connection that the client may know to be lost before the
  /// server does.
  func isComingBack(_ run: UInt64) -> Bool {
    sessions.all.contains { _, session in
      if case .member = session.stage { session.origin.run == run } else { false }
    }
  }

  /// Blocks after wrong passwords and failed log-ins of an address stand in no token's way: nobody guesses 256 bits.
  private mutating func resume(
    _ session: SessionID, number: UInt64, digest: TokenDigest?, at now: Moment, effects: inout Effects
  ) throws(Refusal) {
    guard case .prompt(let prompt) = sessions[session]?.stage, let run = sessions[session]?.origin.run else { return }
    guard prompt.pending == nil else { throw .busy }
    guard let digest, let owner = tokens.owner(of: digest, run: run), let account = accounts[owner] else {
      throw .tokenVoid
    }
    try requireNoBan(of: account, at: now)
    if case .connected(let old) = presence[owner] {
      takeOver(from: old, at: now, effects: &effects)
    } else {
      try requirePlace(for: owner)
    }
    tokens.use(digest)
    enter(account, number: number, session: session, at: now, effects: &effects)
  }

  /// The connection that the client has given up makes way. The others notice nothing.
  private mutating func takeOver(from old: SessionID, at now: Moment, effects: inout Effects) {
    if case .member(let member) = sessions[old]?.stage {
      parkTransfers(of: member, session: old, at: now, effects: &effects)
      logLeftOut(of: member, effects: &effects)
    }
    sessions[old]?.stage = .leaving
    effects.append(
      .event(old, .putOut(reason: "You have come back on another connection, which has taken this one over.")))
    effects.append(.close(old))
  }
}

/// A token, or the code of an invitation, that somebody at the prompt has shown, on its way to its digest.
struct ShownToken: Sendable {
  let session: SessionID
  let number: UInt64
  /// What was shown.
  let bytes: [UInt8]
  let purpose: Purpose

  enum Purpose {
    case comingBack
    /// Without a password it is asked only whether the name may be registered.
    case registration(name: String, password: String?)
  }
}

/// Somebody who is logged in wants a token.
struct TokenWish: Sendable {
  let session: SessionID
  let number: UInt64
  let account: AccountID
}
