extension Room {
  /// Everything up to `id` is on disk.
  public mutating func committed(through id: EntryID) {
    committed = max(committed, id)
    tail.trim(committed: committed)
  }

  /// A commit failed: nothing after the last committed entry has happened. `state` is what the store holds.
  ///
  /// Those who are logged in stay, unless their account was among what failed.
  public mutating func recover(_ state: DurableState, at now: Moment, effects: inout [Effect]) {
    tail.discard(after: committed)
    receipts.discard(after: committed)
    let lost = accounts
    accounts = AccountBook(state.accounts, formerNames: state.formerNames)
    for account in state.accounts {
      guard let known = lost[account.id] else {
        // It was de-registered, and that has failed.
        departures.restore(account, now: now)
        continue
      }
      // This claims nothing to anybody, and a later batch stores it.
      accounts.keepStandings(of: known)
    }
    // What was to end blocks has failed; what was to begin them holds all the same.
    logInGuard.restore(state.logInBlocks, now: now)
    blocks = BlockBook(state.blocks)
    files = FileShelf(state.files, name: accounts.name(of:))
    // What was told as stored may not be.
    uploads.forgetStored()
    mailboxes = MailboxBook(state.mail, limits: limits.settings)
    for account in state.accounts {
      // How far somebody has read is kept, stored or not.
      mailboxes.read(by: account.id, through: accounts[account.id]?.cursor ?? .zero)
    }
    // What was decided on since then may be sent again.
    runs = RunLedger(state.runs)
    for account in tokens.recover(state.tokens) {
      effects.append(.storeTokens(account, nil))
    }
    for account in presence.keys where accounts[account] == nil {
      putOut(account, named: lost.name(of: account), effects: &effects)
    }
  }

  /// What to answer somebody who waited for a commit that failed. Call it after `recover`.
  ///
  /// Who had sent a request again may have waited for a later batch than the one with the request in it: to claim then
  /// that it was not stored would have the person send it a third time.
  public func replyAfterFailure(_ outcome: AfterCommit) -> Reply {
    guard outcome.reply == .doneBefore, let id = outcome.session, let session = sessions[id],
      case .member(let member) = session.stage
    else { return .refused(.notStored) }
    let request = ClientRequestID(run: session.origin.run, number: outcome.number)
    return runs.outcome(of: request, from: member.account) == .done ? .doneBefore : .refused(.notStored)
  }

  /// The registration of somebody who is online already has failed.
  private mutating func putOut(_ account: AccountID, named name: String, effects: inout [Effect]) {
    var address = ""
    receipts.remove(account)
    switch presence.removeValue(forKey: account) {
    case .connected(let session):
      address = sessions[session]?.origin.address ?? ""
      if case .member(let member) = sessions[session]?.stage {
        endTransfers(of: member, session: session, effects: &effects)
      }
      sessions[session]?.stage = .leaving
      effects.append(.event(session, .putOut(reason: Refusal.notStored.sentence)))
      effects.append(.close(session))
    case .grace(_, let place):
      address = place ?? ""
    case nil:
      return
    }
    dropParkedUploads(of: account, effects: &effects)
    effects.append(.eventToAll(.loggedOut(name: name)))
    effects.append(.log(.loggedOut(user: name, address: address, .accountGone)))
  }

  /// The disk is full: nothing that would have to be stored is taken until `leaveReadOnly`.
  public mutating func enterReadOnly(effects: inout [Effect]) {
    guard mode == .open else { return }
    mode = .readOnly
    announce("The server's disk is full. Nothing new can be stored until there is room again.", effects: &effects)
    effects.append(.log(.readOnly))
  }

  /// There is room on the disk again.
  public mutating func leaveReadOnly(effects: inout [Effect]) {
    guard mode == .readOnly else { return }
    mode = .open
    announce("The server can store messages again.", effects: &effects)
    effects.append(.log(.writable))
  }
}
