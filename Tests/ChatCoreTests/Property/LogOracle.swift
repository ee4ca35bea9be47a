import ChatCore
import ChatTestSupport

/// Says from the log alone who may see what: it goes through every entry in order and keeps who is there and who blocks
/// whom, as plainly as that can be done.
struct LogOracle {
  /// One message, and who may see it.
  struct Message {
    let id: EntryID
    let sender: AccountID
    let body: String
    let origin: RequestOrigin?
    let isCommitted: Bool
    let readers: Set<AccountID>
  }

  private struct State {
    var accounts: Set<AccountID> = []
    var blocks: Set<[AccountID]> = []
    /// Everybody's who ever was.
    var names: [AccountID: AccountKey] = [:]

    mutating func apply(_ record: LogRecord) {
      switch record.entry {
      case .registered(let name, _, _):
        let account = AccountID(rawValue: record.id.rawValue)
        accounts.insert(account)
        // A block outlives the account that it was made against.
        for pair in blocks where names[pair[1]] == name.key {
          blocks.remove(pair)
          blocks.insert([pair[0], account])
        }
        names[account] = name.key
      case .deregistered(let account):
        accounts.remove(account)
        blocks = blocks.filter { $0[0] != account }
      case .blocked(let blocker, let blocked):
        blocks.insert([blocker, blocked])
      case .unblocked(let blocker, let blocked):
        blocks.remove([blocker, blocked])
      default:
        break
      }
    }
  }

  /// Every message that ever got an id, by id.
  private(set) var messages: [EntryID: Message] = [:]
  /// Those on disk, in their order.
  private(set) var committed: [Message] = []
  /// Ids that were given twice or that did not grow.
  private(set) var brokenIDs: [EntryID] = []
  /// The accounts that are there at the end.
  var accounts: Set<AccountID> {
    state.accounts
  }

  private var state = State()

  init(_ room: RoomHarness) {
    let onDisk = Set(room.store.records.map(\.id))
    var lost: (stretch: Int, state: State)?
    var last = EntryID.zero
    for (stretch, record) in room.history {
      if record.id <= last {
        brokenIDs.append(record.id)
      }
      last = record.id
      if onDisk.contains(record.id) {
        state.apply(record)
        note(record, in: state, isCommitted: true)
      } else {
        // It counted until it was taken back, at the end of its stretch.
        var then = lost?.stretch == stretch ? lost?.state ?? state : state
        then.apply(record)
        note(record, in: then, isCommitted: false)
        lost = (stretch, then)
      }
    }
  }

  private mutating func note(_ record: LogRecord, in state: State, isCommitted: Bool) {
    guard case .message(_, let sender, let destination, let body) = record.entry else { return }
    let readers = state.accounts.filter { reader in
      (destination == .everybody || destination == .person(reader)) && !state.blocks.contains([reader, sender])
    }
    let message = Message(
      id: record.id, sender: sender, body: body, origin: record.origin, isCommitted: isCommitted, readers: readers)
    messages[record.id] = message
    if isCommitted {
      committed.append(message)
    }
  }
}
