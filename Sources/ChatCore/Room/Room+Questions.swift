// What people ask about each other.
extension Room {
  /// When the person of this name was online last. Whose connection was lost counts as online while the others have not
  /// been told otherwise.
  func lastSeen(_ name: String) throws(Refusal) -> Reply {
    guard let account = accounts.named(name) else { throw .noSuchUser(name) }
    let seen: LastSeen =
      if presence[account.id] != nil { .online } else { account.lastSeen.map(LastSeen.until) ?? .never }
    return .lastSeen(name: account.name.text, seen)
  }

  /// Tells those online whose private messages `receiver` has now been shown up to `id`; but nobody whom the receiver
  /// blocks: who takes nothing from somebody does not let that one watch either.
  mutating func sendReceipts(of receiver: AccountID, through id: EntryID, turn: inout Turn) {
    for receipt in receipts.shown(to: receiver, through: id) {
      guard let session = connectedSession(of: receipt.sender), !blocks.isBlockedNow(receipt.sender, by: receiver)
      else { continue }
      turn.append(
        .event(session, .deliveredTo(name: accounts.name(of: receiver), through: receipt.through)))
    }
  }
}
