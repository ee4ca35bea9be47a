import ChatCore

/// The parts in which a message of an import and one of the store are the same: who has it, from whom, how it is shown,
/// what it says.
struct MessageLikeness: Hashable {
  let owner: AccountID
  /// The key of the sender's name; nil for the system. A person who is gone is known by the name alone.
  let sender: AccountKey?
  let kind: MessageKind
  /// In bytes: texts that look alike are not the same.
  let body: [UInt8]

  init(owner: AccountID, sender: AccountKey?, kind: MessageKind, body: String) {
    self.owner = owner
    self.sender = sender
    self.kind = kind
    self.body = Array(body.utf8)
  }
}

/// Counts the messages of the store that an import would bring in a second time: those that wait for their owner, and all
/// that came with an import (no request of a client stands behind them). What was written here and read is not counted:
/// somebody may say the same again. Lives within one reading transaction.
struct KnownMessages {
  let snapshot: StoreSnapshot
  private let senders: [AccountID: AccountKey]
  private let starts: [AccountID: EntryID]
  private let blocks: BlockBook

  /// Messages of `snapshot`, which holds `state` beside them.
  init(_ snapshot: StoreSnapshot, state: DurableState) {
    self.snapshot = snapshot
    blocks = BlockBook(state.blocks)
    senders = state.accounts.reduce(into: state.formerNames.mapValues { AccountKey($0) }) { $0[$1.id] = $1.name.key }
    starts = state.accounts.reduce(into: [:]) { $0[$1.id] = max($1.cursor, EntryID(rawValue: $1.id.rawValue)) }
  }

  /// How often each of `wanted` is there. Reads the mailboxes of their owners, and the broadcasts that wait for these.
  func counts(of wanted: Set<MessageLikeness>) throws -> [MessageLikeness: Int] {
    var counts: [MessageLikeness: Int] = [:]
    // Who comes in with the import has nothing yet.
    let owners = Set(wanted.map(\.owner)).intersection(starts.keys)
    for owner in owners {
      try snapshot.forEachMessage(to: owner) { message in
        guard message.request == nil || message.id > starts[owner, default: .zero] else { return }
        count(message, of: owner, in: wanted, &counts)
      }
    }
    let readers = owners.intersection(wanted.lazy.filter { $0.kind == .broadcast }.map(\.owner))
    guard let oldest = readers.map({ starts[$0, default: .zero] }).min() else { return counts }
    try snapshot.forEachBroadcast(after: oldest) { message in
      for reader in readers
      where message.id > starts[reader, default: .zero] && blocks.isVisible(message, to: reader) {
        count(message, of: reader, in: wanted, &counts)
      }
    }
    return counts
  }

  private func count(
    _ message: ChatMessage, of owner: AccountID, in wanted: Set<MessageLikeness>, _ counts: inout [MessageLikeness: Int]
  ) {
    let sender = message.sender == .system ? nil : senders[message.sender] ?? AccountKey("")
    let likeness = MessageLikeness(owner: owner, sender: sender, kind: message.kind, body: message.body)
    if wanted.contains(likeness) {
      counts[likeness, default: 0] += 1
    }
  }
}

extension SQLiteStore {
  /// How often the store, which holds `state`, has each of `wanted`. From any queue.
  func countKnown(
    _ wanted: Set<MessageLikeness>, state: DurableState
  ) throws(StoreError) -> [MessageLikeness: Int] {
    guard !wanted.isEmpty else { return [:] }
    return try attempt { try withSnapshot { try KnownMessages($0, state: state).counts(of: wanted) } }
  }
}
