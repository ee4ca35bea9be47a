extension Messaging {
  func block(_ name: String, by blocker: AccountID, people: People) throws(Refusal) -> Entry {
    if let former = formerBlocked(name, by: blocker, people: people) {
      throw .alreadyBlocked(people.accounts.name(of: former))
    }
    guard let blocked = people.accounts.named(name) else { throw .noSuchUser(name) }
    guard blocked.id != blocker else { throw .blockYourself }
    guard !blocks.isBlockedNow(blocked.id, by: blocker) else { throw .alreadyBlocked(blocked.name.text) }
    return .blocked(blocker: blocker, blocked: blocked.id)
  }

  func unblock(_ name: String, by blocker: AccountID, people: People) throws(Refusal) -> Entry {
    if let former = formerBlocked(name, by: blocker, people: people) {
      return .unblocked(blocker: blocker, blocked: former)
    }
    guard let blocked = people.accounts.named(name) else { throw .noSuchUser(name) }
    guard blocked.id != blocker else { throw .unblockYourself }
    guard blocks.isBlockedNow(blocked.id, by: blocker) else { throw .notBlocked(blocked.name.text) }
    return .unblocked(blocker: blocker, blocked: blocked.id)
  }

  /// Whom `account` blocks, those too who are gone.
  func blockedPeople(of account: AccountID, people: People) -> [String] {
    blocks.blockedNow(by: account).map { people.accounts.name(of: $0) }.sorted { AccountKey($0) < AccountKey($1) }
  }

  /// Whom `blocker` blocks of those who had this name, while nobody has it.
  private func formerBlocked(_ name: String, by blocker: AccountID, people: People) -> AccountID? {
    guard people.accounts.named(name) == nil else { return nil }
    return blocks.blockedNow(by: blocker).first { AccountKey(people.accounts.name(of: $0)) == AccountKey(name) }
  }

  /// What was blocked of earlier accounts of the name is blocked of the new account `heir`.
  mutating func passBlocks(
    to heir: AccountID, called name: AccountName, at id: EntryID, people: People, turn: inout Turn
  ) {
    let earlier = blocks.blockedByAnybody.filter {
      people.accounts[$0] == nil && AccountKey(people.accounts.name(of: $0)) == name.key
    }
    for former in earlier {
      for block in blocks.pass(from: former, to: heir, at: id) { turn.forget(.block(block)) }
    }
  }

  /// Blocks have stopped what `sender` wrote to everybody, or to the person called `name`: whoever does not know yet that
  /// such a block holds for this account is told, if online, once.
  mutating func tellBlockers(of sender: AccountID, called name: String? = nil, people: People, turn: inout Turn) {
    let receiver = name.flatMap { people.accounts.named($0)?.id }
    for blocker in blocks.untoldBlockers(of: sender) where name == nil || blocker == receiver {
      if let session = people.connectedSession(of: blocker) {
        tell(blocker, of: sender, on: session, people: people, turn: &turn)
      }
    }
  }

  /// Somebody who was away learns the same with the log-in.
  mutating func tellOfHeirs(_ blocker: AccountID, on session: SessionID, people: People, turn: inout Turn) {
    for heir in blocks.untoldBlocked(by: blocker).sorted(by: { $0.rawValue < $1.rawValue })
    where people.accounts[heir] != nil {
      tell(blocker, of: heir, on: session, people: people, turn: &turn)
    }
  }

  private mutating func tell(
    _ blocker: AccountID, of heir: AccountID, on session: SessionID, people: People, turn: inout Turn
  ) {
    guard let block = blocks.told(blocker, of: heir) else { return }
    let name = people.accounts.name(of: heir)
    let text =
      "\"\(name)\" is a new account, and your block of that name holds for it. Type \"unblock \(name)\" to end it."
    turn.append(.event(session, .announcement(text)))
    turn.forget(.untold(block))
  }
}
