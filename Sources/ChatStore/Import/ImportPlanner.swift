import ChatCore
import ChatSystem

/// Resolves what the files say against each other and against our store. Pure but for the questions which bytes exist, and
/// which messages are there already.
struct ImportPlanner {
  let original: OriginalFiles
  let store: DurableState
  let mode: ImportMode
  let now: WallTime
  /// True when a file of that name lies beside the six.
  let bytesExist: (String) -> Bool
  /// How often the store has each of these messages.
  let countKnown: (Set<MessageLikeness>) throws(StoreError) -> [MessageLikeness: Int]
  let placeKey: (String) -> String?

  private var plan: ImportPlan
  /// The accounts of the import by the key of their name; with `.merge` some are ours.
  private var numbers: [AccountKey: AccountID] = [:]
  private var formers: [AccountKey: AccountID]

  init(
    original: OriginalFiles, store: DurableState, mode: ImportMode, now: WallTime,
    bytesExist: @escaping (String) -> Bool,
    countKnown: @escaping (Set<MessageLikeness>) throws(StoreError) -> [MessageLikeness: Int],
    placeKey: @escaping (String) -> String?
  ) {
    self.original = original
    self.store = store
    self.mode = mode
    self.now = now
    self.bytesExist = bytesExist
    self.countKnown = countKnown
    self.placeKey = placeKey
    // Whom an earlier import has made: the same name does not become another person each time. What somebody sent whom a
    // block is still kept for was not blocked when it was sent.
    let blocked = Set(store.blocks.lazy.filter { $0.end == nil }.map(\.blocked))
    formers = store.formerNames.filter { !blocked.contains($0.key) }.reduce(into: [:]) { formers, former in
      let key = AccountKey(former.value)
      formers[key] = max(formers[key] ?? former.key, former.key)
    }
    plan = ImportPlan(startingAfter: store.idBound)
  }

  /// The plan for all of it.
  ///
  /// - Throws: `OriginalFilesError.line` or `.namesTaken`.
  mutating func makePlan() throws(OriginalFilesError) -> ImportPlan {
    try planAccounts()
    let messages = try rethrow(resolveMessages(), as: OriginalFilesError.line)
    try rethrow(planMessages(messages), as: OriginalFilesError.store)
    do throws(LineError) {
      try planFiles()
      try planBlocks()
      try planLogInBlocks()
    } catch {
      throw .line(error)
    }
    plan.parameters = original.parameters?.parameters
    return plan
  }

  private mutating func nextID() -> EntryID {
    plan.lastID = plan.lastID.advanced(by: 1)
    return plan.lastID
  }

  private mutating func warn(_ part: OriginalPart, _ line: Int, _ what: String) {
    plan.warnings.append(LineError(file: part.fileName, line: line, what: what))
  }

  private func account(_ name: String) -> AccountID? {
    numbers[AccountKey(name)]
  }

  private static func noAccount(_ name: String) -> String {
    "there is no account \"\(name)\" in \(OriginalPart.accounts.fileName)"
  }

  private mutating func planAccounts() throws(OriginalFilesError) {
    var seen: [AccountName: AccountRecord] = [:]
    for record in original.accounts {
      if let earlier = seen.updateValue(record, forKey: record.name) {
        let what =
          earlier.name.text == record.name.text
          ? "\"\(record.name)\" stands in line \(earlier.line) already"
          : "\"\(record.name)\" and \"\(earlier.name)\" (line \(earlier.line)) differ in case alone"
        throw .line(LineError(file: OriginalPart.accounts.fileName, line: record.line, what: what))
      }
    }
    let ours = Dictionary(store.accounts.map { ($0.name, $0) }) { first, _ in first }
    let taken = original.accounts.compactMap { ours[$0.name] }
    switch mode {
    case .refuse where !taken.isEmpty:
      throw .namesTaken(taken.map(\.name.text))
    case .replace where !taken.isEmpty:
      plan.replaced = taken.map(\.id)
    default:
      break
    }
    for record in original.accounts {
      if mode == .merge, let account = ours[record.name] {
        numbers[record.name.key] = account.id
        warn(.accounts, record.line, "\"\(record.name)\" exists already, our account stays")
        continue
      }
      let id = AccountID(rawValue: nextID().rawValue)
      numbers[record.name.key] = id
      plan.accounts.append(ImportPlan.NewAccount(id: id, name: record.name, secret: record.secret))
    }
  }

  /// A message whose people are known by number.
  private struct Message {
    let record: MessageRecord
    let owner: AccountID
    let sender: AccountID

    var likeness: MessageLikeness {
      MessageLikeness(
        owner: owner, sender: sender == .system ? nil : AccountKey(record.sender), kind: record.kind,
        body: record.body)
    }
  }

  private mutating func resolveMessages() throws(LineError) -> [Message] {
    var kept: [Message] = []
    for record in original.messages {
      guard let owner = account(record.owner) else {
        throw LineError(
          file: OriginalPart.messages.fileName, line: record.line, what: Self.noAccount(record.owner))
      }
      guard !record.body.isEmpty else {
        warn(.messages, record.line, "the message is empty: dropped")
        continue
      }
      kept.append(Message(record: record, owner: owner, sender: sender(of: record)))
    }
    return kept
  }

  /// Leaves out what the store has already, as often as it has it: so the same import a second time changes nothing, and
  /// two equal messages of one import are two.
  ///
  /// Every sender, former ones too, has its number by now: nobody's messages are older than their sender.
  private mutating func planMessages(_ messages: [Message]) throws(StoreError) {
    var known = try countKnown(Set(messages.lazy.map(\.likeness)))
    for message in messages {
      let (record, likeness) = (message.record, message.likeness)
      if let count = known[likeness], count > 0 {
        known[likeness] = count - 1
        warn(.messages, record.line, "the message to \"\(record.owner)\" is there already: dropped")
        continue
      }
      plan.messages.append(
        ChatMessage(
          id: nextID(), time: now, kind: record.kind, sender: message.sender, to: .person(message.owner),
          body: record.body, request: nil))
    }
  }

  private mutating func sender(of record: MessageRecord) -> AccountID {
    if let known = account(record.sender) { return known }
    let key = AccountKey(record.sender)
    if key == AccountKey(MessageRecord.system) { return .system }
    warn(.messages, record.line, "\"\(record.sender)\" is no account: kept as from a former account")
    if let known = formers[key] { return known }
    let id = AccountID(rawValue: nextID().rawValue)
    formers[key] = id
    plan.formerNames.append((id, record.sender))
    return id
  }

  private mutating func planFiles() throws(LineError) {
    struct Place: Hashable {
      let recipient: AccountID
      let sender: AccountID
      let name: FileName
    }
    var places = Set(store.files.map { Place(recipient: $0.recipient, sender: $0.sender, name: $0.name) })
    let records = original.files.map { bytesExist($0.bytesName) ? $0 : $0.withoutBlanksAtEnd }
    let claims = BytesClaims(records, exist: bytesExist)
    for record in records {
      let file = "the file \"\(record.name)\" from \"\(record.sender)\" for \"\(record.receiver)\""
      guard let recipient = account(record.receiver), let sender = account(record.sender) else {
        let name = account(record.receiver) == nil ? record.receiver : record.sender
        warn(.files, record.line, "\"\(name)\" is no account: \(file) is dropped")
        continue
      }
      let bytesName: String
      switch claims.bytes(of: record) {
      case .found(let found): bytesName = found
      case .missing:
        warn(.files, record.line, "\(file) has no bytes in \"\(record.bytesName)\": dropped")
        continue
      case .ambiguous:
        warn(.files, record.line, "\(file) shares the name \"\(record.bytesName)\" with another one: dropped")
        continue
      }
      guard let name = try? FileName(record.name) else {
        warn(.files, record.line, "\(file) has a name that no file can have: dropped")
        continue
      }
      guard places.insert(Place(recipient: recipient, sender: sender, name: name)).inserted else {
        warn(.files, record.line, "\(file) waits already: dropped")
        continue
      }
      if bytesName != record.bytesName {
        warn(.files, record.line, "\(file) is taken from \"\(bytesName)\"")
      }
      plan.files.append(
        ImportPlan.NewFile(
          id: FileID(rawValue: nextID().rawValue), sender: sender, recipient: recipient, name: name,
          bytesName: bytesName))
    }
  }

  private mutating func planBlocks() throws(LineError) {
    struct Pair: Hashable {
      let blocker: AccountID
      let blocked: AccountID
    }
    var pairs = Set(store.blocks.filter { $0.end == nil }.map { Pair(blocker: $0.blocker, blocked: $0.blocked) })
    for record in original.blocks {
      guard let blocked = account(record.blocked) else {
        throw LineError(
          file: OriginalPart.blocks.fileName, line: record.line, what: Self.noAccount(record.blocked))
      }
      for name in record.blockers {
        guard let blocker = account(name) else {
          warn(.blocks, record.line, "the blocker \"\(name)\" is no account: dropped")
          continue
        }
        guard blocker != blocked else {
          warn(.blocks, record.line, "nobody can block oneself: \"\(name)\" is dropped")
          continue
        }
        if pairs.insert(Pair(blocker: blocker, blocked: blocked)).inserted {
          plan.blocks.append(BlockInterval(blocker: blocker, blocked: blocked, start: nextID()))
        }
      }
    }
  }

  private mutating func planLogInBlocks() throws(LineError) {
    struct Place: Hashable {
      let account: AccountID
      let address: String
    }
    let ours = Set(store.logInBlocks.map { Place(account: $0.account, address: $0.address) })
    var found: [Place: (index: Int, line: Int)] = [:]
    for record in original.logInBlocks {
      guard let address = placeKey(record.address) else {
        throw LineError(
          file: OriginalPart.logInBlocks.fileName, line: record.line, what: "\"\(record.address)\" is no IP address")
      }
      guard let account = account(record.name) else {
        warn(.logInBlocks, record.line, "\"\(record.name)\" is no account: dropped")
        continue
      }
      let place = Place(account: account, address: address)
      guard !ours.contains(place) else {
        warn(.logInBlocks, record.line, "\"\(record.name)\" is blocked on \(address) already, our block stays")
        continue
      }
      let block = LogInBlock(account: account, address: address, since: record.since)
      if let earlier = found[place] {
        warn(
          .logInBlocks, earlier.line, "\"\(record.name)\" on \(address) stands in line \(record.line) again: dropped")
        plan.logInBlocks[earlier.index] = block
        found[place] = (earlier.index, record.line)
      } else {
        found[place] = (plan.logInBlocks.count, record.line)
        plan.logInBlocks.append(block)
      }
    }
  }
}
