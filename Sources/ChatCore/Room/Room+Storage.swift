extension Room {
  /// Of what was committed at once about so many bytes are shown at once: the shards have to write them before more comes,
  /// or those who read live would seem to be slow.
  private static let portion = 64 * 1024

  /// Everything up to `id` is on disk; `showCommitted` comes next.
  mutating func committed(through id: EntryID) {
    committed = max(committed, id)
  }

  /// Hands what is on disk and was not shown yet to `deliver`, about 64 KiB of it.
  ///
  /// - Returns: whether there is more, which the shards should be given when they have written this.
  mutating func showCommitted(_ deliver: (DeliveredMessage, Audience) -> Void) -> Bool {
    var bytes = 0
    for message in tail.messages(after: shown) {
      guard message.id <= committed else { break }
      guard bytes < Self.portion else { return true }
      show(message, deliver)
      shown = message.id
      bytes += message.body.utf8.count + Self.deliveryOverhead
    }
    shown = committed
    newcomers = []
    blocks.forgetEnded(through: shown)
    tail.trim(shown: shown)
    return false
  }

  /// A commit failed: nothing after the last committed entry has happened. `state` is what the store holds.
  ///
  /// Those who are logged in stay, unless their account was among what failed.
  mutating func recover(_ state: DurableState, turn: inout Turn) {
    tail.discard(after: committed)
    receipts.discard(after: committed)
    let lost = accounts
    accounts = AccountBook(state.accounts, formerNames: state.formerNames)
    for account in state.accounts {
      guard let known = lost[account.id] else {
        // It was de-registered, and that has failed.
        departures.restore(account, now: turn.now)
        continue
      }
      // This claims nothing to anybody, and a later batch stores it.
      accounts.keepStandings(of: known)
    }
    // What was to end blocks has failed; what was to begin them holds all the same.
    logInGuard.restore(state.logInBlocks, now: turn.now)
    blocks = BlockBook(state.blocks, shownThrough: shown)
    bans = BanBook(state.bans)
    invitations = InvitationBook(state.invitations)
    files = FileShelf(state.files, name: accounts.name(of:))
    // What was told as stored may not be.
    uploads.forgetStored()
    mailboxes = MailboxBook(state.mail, settings: settings)
    for account in state.accounts {
      // How far somebody has read is kept, stored or not.
      mailboxes.read(by: account.id, through: accounts[account.id]?.cursor ?? .zero)
    }
    // What was decided on since then may be sent again.
    runs = RunLedger(state.runs)
    runs.expectGaps()
    for account in tokens.recover(state.tokens) {
      turn.storeTokens(nil, of: account)
    }
  }

  /// What to answer somebody who waited for a commit that failed. Call it after `recover`.
  ///
  /// Who had sent a request again may have waited for a later batch than the one with the request in it: to claim then
  /// that it was not stored would have the person send it a third time.
  func replyAfterFailure(_ outcome: AfterCommit) -> Reply {
    guard outcome.reply == .doneBefore, let id = outcome.session, let session = sessions[id],
      case .member(let member) = session.stage
    else { return .refused(.notStored) }
    let request = ClientRequestID(run: session.origin.run, number: outcome.number)
    return runs.outcome(of: request, from: member.account) == .done ? .doneBefore : .refused(.notStored)
  }

  /// The disk has not answered for long: what is sent is not stored, and so not shown, until it does.
  mutating func diskIsSilent(turn: inout Turn) {
    guard !isDiskSilent else { return }
    isDiskSilent = true
    guard !isStopping else { return }
    announce(
      "The server's disk does not answer. What you send is stored and shown as soon as it does.", turn: &turn)
    turn.append(.log(.diskSilent))
  }

  /// The disk has answered, whatever it said.
  mutating func diskAnswered(turn: inout Turn) {
    guard isDiskSilent else { return }
    isDiskSilent = false
    guard !isStopping else { return }
    announce("The server's disk answers again.", turn: &turn)
    turn.append(.log(.diskAnswers))
  }

  /// Nothing can be stored: nothing that would have to be is taken until `leaveReadOnly`. May be said again with another
  /// trouble.
  mutating func enterReadOnly(_ trouble: StorageTrouble, turn: inout Turn) {
    switch mode {
    case .stopping, .readOnly(trouble):
      return
    case .open:
      runs.expectGaps()
      announce(
        "The server can't store anything new for now: what you send is refused until it can.", turn: &turn)
    case .readOnly:
      break
    }
    mode = .readOnly(trouble)
    turn.append(.log(.readOnly(trouble)))
  }

  /// What is decided on can be stored again.
  mutating func leaveReadOnly(turn: inout Turn) {
    guard case .readOnly = mode else { return }
    mode = .open
    announce("The server can store messages again.", turn: &turn)
    turn.append(.log(.writable))
  }
}
