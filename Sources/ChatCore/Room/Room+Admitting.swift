// What has its place in the log may not agree any more with what came before it, where other servers write to the same log or
// somebody else was quicker; then it is refused in its place, by all servers alike.
extension Room {
  /// Looks whether something still makes sense in its place of the log. Only what every server knows alike is looked at, so
  /// that all say the same.
  ///
  /// - Throws: what it is refused with.
  func admit(_ content: LogItem.Content, at time: WallTime, maxCon: Int) throws(Refusal) {
    switch content {
    case .entry(let entry, _, _): try admit(entry, at: time)
    case .passage(let passage): try admit(passage, at: time, maxCon: maxCon)
    }
  }

  private func admit(_ entry: Entry, at time: WallTime) throws(Refusal) {
    switch entry {
    case .message(_, let sender, let destination, _):
      try requireAccount(sender)
      if let recipient = destination.person { try requireReader(recipient, of: sender) }
    case .fileStored(_, let sender, let recipient, _, _, _):
      try requireAccount(sender)
      try requireReader(recipient, of: sender)
    case .registered(let name, _, let invitations):
      guard people.accounts.named(name.text) == nil else { throw .nameTaken(name.text) }
      guard !admission.bans.concerns(name, at: time) else { throw .nameBanned(name.text) }
      guard invitations.allSatisfy(admission.invitations.contains) else { throw .invitationVoid }
    case .deregistered(let account), .passwordChanged(let account, _), .logInBlocked(let account, _),
      .logInUnblocked(let account, _):
      try requireAccount(account)
    case .blocked(let blocker, let blocked):
      try requireAccount(blocker)
      guard people.accounts[blocked] != nil else { throw .noSuchUser(people.accounts.name(of: blocked)) }
      guard !messaging.blocks.isBlockedNow(blocked, by: blocker) else {
        throw .alreadyBlocked(people.accounts.name(of: blocked))
      }
    case .unblocked(let blocker, let blocked):
      try requireAccount(blocker)
      guard messaging.blocks.isBlockedNow(blocked, by: blocker) else {
        throw .notBlocked(people.accounts.name(of: blocked))
      }
    case .fileRemoved(let file, let sender, let recipient, _):
      guard files.shelf.file(file, for: recipient) != nil else {
        throw .noSuchFile(from: people.accounts.name(of: sender), name: String(file.rawValue))
      }
    case .invited, .invitationEnded, .banned, .unbanned:
      break
    }
  }

  private func admit(_ passage: Passage, at time: WallTime, maxCon: Int) throws(Refusal) {
    switch passage {
    case .entered(let id, _, let run, let token):
      guard let account = people.accounts[id] else { throw .unknownName }
      // Told after the right password: it is nobody else's business.
      try admission.requireNoBan(of: account, at: time)
      if let token {
        guard admission.tokens.owner(of: token, run: run) == id else { throw .tokenVoid }
      } else if people.presence[id]?.isConnected == true {
        throw .alreadyOnline
      }
      try people.requirePlace(for: id, maxCon: maxCon)
    case .read(let account, _), .tokenIssued(let account, _, _), .tokensVoided(let account):
      try requireAccount(account)
    case .lost, .left, .serverGone:
      break
    }
  }

  private func requireAccount(_ account: AccountID) throws(Refusal) {
    guard account == .system || people.accounts[account] != nil else { throw .unknownName }
  }

  private func requireReader(_ recipient: AccountID, of sender: AccountID) throws(Refusal) {
    let name = people.accounts.name(of: recipient)
    guard people.accounts[recipient] != nil else { throw .noSuchUser(name) }
    guard !messaging.blocks.isBlockedNow(sender, by: recipient) else { throw .blockedByReceiver(name) }
  }
}
