import ChatCore

/// How many messages wait for whom, by the rule of visibility. Takes them in the order of the log.
///
/// A broadcast waits for everybody who is behind. It is counted once for all of them; who has blocked its sender at some
/// time is looked at by name, and those are few.
struct WaitingCount {
  private let blocks: BlockBook
  private let blockers: [AccountID: Set<AccountID>]
  /// Where everybody's waiting messages begin: behind the cursor, and behind the beginning of the account.
  private let starts: [AccountID: EntryID]
  /// The same as a list, the lowest last, of those for whom no broadcast has come yet.
  private var upToDate: [(account: AccountID, start: EntryID)]
  private var broadcasts = 0
  /// How many broadcasts came before the first that waits for somebody.
  private var read: [AccountID: Int] = [:]
  private var mail: [AccountID: Int] = [:]
  private var blocked: [AccountID: Int] = [:]

  init(of state: DurableState) {
    blocks = BlockBook(state.blocks)
    blockers = state.blocks.reduce(into: [:]) { $0[$1.blocked, default: []].insert($1.blocker) }
    upToDate = state.accounts.map { ($0.id, max($0.cursor, EntryID(rawValue: $0.id.rawValue))) }
      .sorted { $0.start > $1.start }
    starts = upToDate.reduce(into: [:]) { $0[$1.account] = $1.start }
  }

  /// Counts a message that somebody has not acknowledged.
  mutating func add(_ message: ChatMessage) {
    if let recipient = message.recipient {
      mail[recipient, default: 0] += blocks.isVisible(message, to: recipient) ? 1 : 0
      return
    }
    while let next = upToDate.last, next.start < message.id {
      read[next.account] = broadcasts
      upToDate.removeLast()
    }
    broadcasts += 1
    for blocker in blockers[message.sender] ?? [] {
      if let start = starts[blocker], start < message.id, !blocks.isVisible(message, to: blocker) {
        blocked[blocker, default: 0] += 1
      }
    }
  }

  /// The counts by account.
  var byAccount: [AccountID: Int] {
    var counts = mail
    for (account, earlier) in read {
      counts[account, default: 0] += broadcasts - earlier - blocked[account, default: 0]
    }
    return counts
  }
}
