extension Room {
  func block(_ name: String, by blocker: AccountID) throws(Refusal) -> Entry {
    guard let blocked = accounts.named(name) else { throw .noSuchUser(name) }
    guard blocked.id != blocker else { throw .blockYourself }
    guard !blocks.isBlockedNow(blocked.id, by: blocker) else { throw .alreadyBlocked(blocked.name.text) }
    return .blocked(blocker: blocker, blocked: blocked.id)
  }

  func unblock(_ name: String, by blocker: AccountID) throws(Refusal) -> Entry {
    guard let blocked = accounts.named(name) else { throw .noSuchUser(name) }
    guard blocked.id != blocker else { throw .unblockYourself }
    guard blocks.isBlockedNow(blocked.id, by: blocker) else { throw .notBlocked(blocked.name.text) }
    return .unblocked(blocker: blocker, blocked: blocked.id)
  }
}
