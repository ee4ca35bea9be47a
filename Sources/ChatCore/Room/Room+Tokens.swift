// Coming back without a password, by a token: see `ResumeTokens`.
extension Room {
  /// Gives somebody who is logged in a token. The answer waits for its commit.
  mutating func issueToken(
    to account: AccountID, run: UInt64, number: UInt64, session: SessionID, turn: inout Turn
  ) {
    let token = turn.secrets.random(TokenDigest.length)
    guard let digest = turn.secrets.digest(token) else { return }
    turn.propose(
      Proposal(.tokenIssued(account, digest, run: run), replyTo: (session, number), token: token))
  }

  /// From now on `account` can't come back by a token.
  mutating func voidTokens(of account: AccountID, turn: inout Turn) {
    turn.propose(Proposal(.tokensVoided(account)))
  }

  mutating func applyVoid(of account: AccountID, turn: inout Turn) {
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

  /// Whether `run` belongs to somebody who is online, on a connection that the client may know to be lost before the
  /// server does.
  func isComingBack(_ run: UInt64) -> Bool {
    sessions.all.contains { _, session in
      if case .member = session.stage { session.origin.run == run } else { false }
    }
  }

  /// Logs in who has shown a token with this digest.
  ///
  /// Blocks after wrong passwords and failed log-ins of an address stand in no token's way: nobody guesses 256 bits.
  mutating func resume(
    _ session: SessionID, number: UInt64, digest: TokenDigest?, turn: inout Turn
  ) throws(Refusal) {
    guard case .prompt(let prompt) = sessions[session]?.stage, let run = sessions[session]?.origin.run else { return }
    guard prompt.pending == nil else { throw .busy }
    guard let digest, let owner = tokens.owner(of: digest, run: run) else { throw .tokenVoid }
    enter(owner, token: digest, number: number, session: session, turn: &turn)
  }

  /// The connection that the client has given up makes way. The others notice nothing.
  mutating func takeOver(from old: SessionID, turn: inout Turn) {
    if case .member(let member) = sessions[old]?.stage {
      parkTransfers(of: member, session: old, turn: &turn)
      logLeftOut(of: member, turn: &turn)
    }
    sessions[old]?.stage = .leaving
    turn.append(
      .event(old, .putOut(reason: "You have come back on another connection, which has taken this one over.")))
    turn.append(.close(old))
  }
}
