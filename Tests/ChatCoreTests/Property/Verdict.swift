import ChatCore
import ChatTestSupport

/// What a conversation that has come to its end did wrong.
struct Verdict {
  /// In words; empty when everything was right.
  private(set) var problems: [String] = []
  /// How many messages are on disk.
  let messages: Int

  init(_ conversation: RandomConversation) {
    let oracle = LogOracle(conversation.room)
    messages = oracle.committed.count
    if conversation.isOverfull {
      problems.append("more than MaxCon were online")
    }
    if !oracle.brokenIDs.isEmpty {
      problems.append("ids did not grow: \(oracle.brokenIDs.map(\.rawValue))")
    }
    for message in oracle.committed where !conversation.texts.contains(TypedText(message.body)) {
      problems.append("\(message.id.rawValue) is not what was written: \(message.body)")
    }
    let accounts = Accounts(conversation.room)
    for program in conversation.programs {
      problems += program.complaints.map { "\(program.name) in run \(program.run): \($0)" }
    }
    checkClaims(conversation.programs, oracle, conversation.room)
    checkSight(conversation.programs, oracle, accounts)
    checkOrder(oracle)
    checkPast(conversation.room, oracle)
  }

  /// What was claimed as done is on disk once, what was claimed as not done is not.
  private mutating func checkClaims(_ programs: [ClientProgram], _ oracle: LogOracle, _ room: RoomHarness) {
    var stored: [ClientRequestID: EntryID] = [:]
    for record in room.store.records {
      guard let request = record.origin?.request else { continue }
      if stored.updateValue(record.id, forKey: request) != nil {
        problems.append("request \(request.number) of run \(request.run) was stored twice")
      }
    }
    for program in programs {
      for claim in program.claims.values {
        let entry = stored[ClientRequestID(run: program.run, number: claim.number)]
        if claim.isDone != (entry != nil) {
          problems.append(
            "request \(claim.number) of run \(program.run) was claimed as \(claim.isDone ? "" : "not ")done and is "
              + "\(entry == nil ? "not " : "")on disk")
        }
        if let claimed = claim.entry, claimed != entry {
          problems.append("request \(claim.number) of run \(program.run) was claimed as entry \(claimed.rawValue)")
        }
      }
    }
  }

  /// Everybody was shown everything that was for them and nothing else.
  private mutating func checkSight(_ programs: [ClientProgram], _ oracle: LogOracle, _ accounts: Accounts) {
    var shown: [AccountID: Set<EntryID>] = [:]
    for program in programs {
      let own = accounts.all(named: program.name)
      for id in program.shown {
        guard let message = oracle.messages[id] else {
          problems.append("\(program.name) was shown \(id.rawValue), which nobody wrote")
          continue
        }
        if !message.isCommitted {
          problems.append("\(program.name) was shown \(id.rawValue), which is not on disk")
        }
        let readers = own.filter(message.readers.contains)
        if readers.isEmpty {
          problems.append("\(program.name) was shown \(id.rawValue), which is not for them")
        }
        for reader in readers {
          shown[reader, default: []].insert(id)
        }
      }
    }
    for message in oracle.committed {
      for reader in message.readers
      where oracle.accounts.contains(reader) && shown[reader]?.contains(message.id) != true {
        problems.append("account \(reader.rawValue) was never shown \(message.id.rawValue)")
      }
    }
  }

  /// What one sender wrote stands in the log in the order in which it was sent.
  private mutating func checkOrder(_ oracle: LogOracle) {
    var last: [AccountID: (run: UInt64, number: UInt64)] = [:]
    for message in oracle.committed {
      guard let request = message.origin?.request else { continue }
      // Later programs have higher runs here.
      if let earlier = last[message.sender], (request.run, request.number) <= earlier {
        problems.append("\(message.id.rawValue) stands after what was sent later")
      }
      last[message.sender] = (request.run, request.number)
    }
  }

  /// Who looks back sees what it could see then and what it sent, page by page, and nothing else.
  private mutating func checkPast(_ room: RoomHarness, _ oracle: LogOracle) {
    var room = room
    room.isPrompt = true
    room.holdsPasswords = false
    room.crash()
    room.set(.maxCon, to: "1000")
    let kept = Set(room.store.messages.map(\.id))
    for account in room.store.state.accounts.prefix(5) {
      guard let session = room.logIn(account.name.key.text, from: "198.51.100.7", run: 7_777) else {
        problems.append("\(account.name.text) could not log in again")
        continue
      }
      var seen: [EntryID] = []
      var before: EntryID?
      while case .past(let page) = room.ask(session, .lookBack(LogQuery(before: before, limit: 100))),
        let oldest = page.first
      {
        seen = page.map(\.message.id) + seen
        before = oldest.message.id
      }
      let own = EntryID(rawValue: account.id.rawValue)
      let expected = oracle.committed.filter { message in
        kept.contains(message.id)
          && (message.readers.contains(account.id) || message.sender == account.id && message.id > own)
      }
      if seen.filter({ oracle.messages[$0] != nil }) != expected.map(\.id) {
        problems.append("\(account.name.text) looks back at something else than was written")
      }
    }
  }

  /// All accounts that ever were, by name: a name may have belonged to several.
  private struct Accounts {
    private var ids: [AccountKey: [AccountID]] = [:]

    init(_ room: RoomHarness) {
      for (_, record) in room.history {
        if case .registered(let name, _, _) = record.entry {
          ids[name.key, default: []].append(AccountID(rawValue: record.id.rawValue))
        }
      }
    }

    func all(named name: String) -> [AccountID] {
      ids[AccountKey(name)] ?? []
    }
  }
}
