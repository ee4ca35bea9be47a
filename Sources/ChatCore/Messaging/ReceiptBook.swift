/// Which private messages of those online have not been shown to their receivers yet: what makes a receipt.
///
/// A receipt speaks for everything up to an entry, so where there is too much to remember some places are left out: the
/// next receipt speaks for them too.
public struct ReceiptBook: Sendable {
  /// So many places are remembered of one person's messages to one other.
  public static let maximumPlaces = 64
  /// And so many receivers of one person; who sends to more asks for the receipts of the others (`Request.deliveredTo`).
  public static let maximumReceivers = 1_024

  /// By receiver and sender: ids in growing order, never an empty list.
  private var waiting: [AccountID: [AccountID: [EntryID]]] = [:]
  /// By sender: whom it waits for.
  private var receivers: [AccountID: Set<AccountID>] = [:]

  /// An empty book.
  public init() {}

  /// `sender`, who is online, has sent entry `id`, newer than all before, to `receiver`.
  public mutating func sent(_ id: EntryID, from sender: AccountID, to receiver: AccountID) {
    if receivers[sender]?.contains(receiver) != true {
      guard receivers[sender, default: []].count < Self.maximumReceivers else { return }
      receivers[sender, default: []].insert(receiver)
    }
    Self.add(id, to: &waiting[receiver, default: [:]][sender, default: []])
  }

  /// `receiver` has been shown everything up to `id`.
  ///
  /// - Returns: who is to be told, in the order of accounts, and up to which message of theirs.
  public mutating func shown(to receiver: AccountID, through id: EntryID) -> [(sender: AccountID, through: EntryID)] {
    guard let senders = waiting[receiver] else { return [] }
    var receipts: [(sender: AccountID, through: EntryID)] = []
    for (sender, places) in senders {
      let rest = places.firstIndex { $0 > id } ?? places.count
      guard rest > 0 else { continue }
      receipts.append((sender, places[rest - 1]))
      if rest == places.count {
        forget(receiver, for: sender)
      } else {
        waiting[receiver]?[sender]?.removeFirst(rest)
      }
    }
    return receipts.sorted { $0.sender < $1.sender }
  }

  /// `account` is offline, and nobody waits for receipts any more.
  public mutating func leave(_ account: AccountID) {
    for receiver in receivers[account] ?? [] {
      forget(receiver, for: account)
    }
  }

  /// `account` is gone: nothing will ever be shown to it.
  public mutating func remove(_ account: AccountID) {
    leave(account)
    for sender in (waiting[account] ?? [:]).keys {
      forget(account, for: sender)
    }
  }

  /// Nothing after `id` was sent after all.
  public mutating func discard(after id: EntryID) {
    for (receiver, senders) in waiting {
      for (sender, places) in senders {
        let kept = places.prefix { $0 <= id }
        if kept.isEmpty {
          forget(receiver, for: sender)
        } else {
          waiting[receiver]?[sender] = Array(kept)
        }
      }
    }
  }

  /// How many places are remembered.
  var count: Int {
    waiting.values.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.count } }
  }

  /// Every other place goes when there are too many, never the newest.
  private static func add(_ id: EntryID, to places: inout [EntryID]) {
    places.append(id)
    guard places.count > maximumPlaces else { return }
    let newest = places.count - 1
    places = places.indices.filter { $0 % 2 == newest % 2 }.map { places[$0] }
  }

  private mutating func forget(_ receiver: AccountID, for sender: AccountID) {
    waiting[receiver]?[sender] = nil
    if waiting[receiver]?.isEmpty == true {
      waiting[receiver] = nil
    }
    receivers[sender]?.remove(receiver)
    if receivers[sender]?.isEmpty == true {
      receivers[sender] = nil
    }
  }
}
