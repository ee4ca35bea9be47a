import ChatCore
import ChatSystem

/// Writes the state of a store as the original's six text files. The same state gives the same bytes.
///
/// It reads one consistent state, also beside a running server.
public struct Exporter {
  private let store: SQLiteStore
  private let parameters: Parameters
  private let now: WallTime
  private let newestBroadcasts: Int?

  /// An exporter of `store`, whose server has these parameters. Blocks after wrong passwords that have ended at `now`
  /// are not written.
  ///
  /// - Parameter newestBroadcasts: so many broadcasts at most are written, the newest, to all who have not read them. A
  ///   broadcast takes a line for each of those; nil for as many as there are.
  public init(store: SQLiteStore, parameters: Parameters, now: WallTime, newestBroadcasts: Int? = nil) {
    self.store = store
    self.parameters = parameters
    self.now = now
    self.newestBroadcasts = newestBroadcasts
  }

  /// Writes into the directory at `path`, which is made if missing.
  ///
  /// - Parameter files: the directory with waiting files' bytes, to copy those too; nil leaves them.
  /// - Parameter wrote: told of each part once it is on the disk, in the order of `OriginalPart`.
  /// - Throws: `OriginalFilesError`. Parts already written stay; each is whole.
  public func write(
    to path: String, copyingFilesFrom files: DataDirectory? = nil, wrote: (OriginalPart) -> Void = { _ in }
  ) throws(OriginalFilesError) -> ExportReport {
    do {
      try FileTree.create(path)
      return try store.withSnapshot { snapshot in
        let state = try snapshot.state()
        let names = ExportNames(state)
        var report = ExportReport()
        report.leftOutBans = state.bans.count
        report.leftOutInvitations = state.invitations.count
        for part in OriginalPart.allCases {
          let file = try AtomicFile(path: "\(path)/\(part.fileName)")
          switch part {
          case .parameters: try file.write(ParameterFile.bytes(of: parameters.original))
          case .accounts: try Self.writeAccounts(of: state, to: file)
          case .messages: try writeMessages(of: snapshot, state, names, to: file)
          case .files: report.leftOut = try writeFiles(of: state, names, to: file, at: path, copyingFrom: files)
          case .blocks: report.leftOutBlocks = try Self.writeBlocks(of: state, names, to: file)
          case .logInBlocks: try writeLogInBlocks(of: state, names, to: file)
          }
          try file.publish()
          wrote(part)
        }
        return report
      }
    } catch let error as FileError {
      throw .file(error)
    } catch {
      throw .store(StoreError(error, path: store.path))
    }
  }

  private static func writeAccounts(of state: DurableState, to file: AtomicFile) throws {
    for account in state.accounts {
      try file.write(AccountRecord.text(account.name, account.verifier))
    }
  }

  private func writeMessages(
    of snapshot: StoreSnapshot, _ state: DurableState, _ names: ExportNames, to file: AtomicFile
  ) throws {
    let blocks = BlockBook(state.blocks)
    var readers = WaitingReaders(state.accounts)
    try snapshot.forEachWaitingMessage(newest: newestBroadcasts) { message in
      let owners = message.recipient.map { [$0] } ?? readers.behind(message.id)
      for owner in owners where blocks.isVisible(message, to: owner) {
        try file.write(
          MessageRecord.text(
            owner: names[owner], sender: names[message.sender], kind: message.kind, body: message.body))
      }
    }
  }

  private func writeFiles(
    of state: DurableState, _ names: ExportNames, to file: AtomicFile, at path: String,
    copyingFrom files: DataDirectory?
  ) throws -> [LeftOutFile] {
    var leftOut: [LeftOutFile] = []
    var taken: Set<TypedText> = []
    var isFirst = true
    for waiting in state.files {
      let (sender, receiver) = (names[waiting.sender], names[waiting.recipient])
      let bytesName = FileRecord.bytesName(sender: sender, receiver: receiver, name: waiting.name.text)
      var reason: LeftOutFile.Reason?
      if !names.isThere(waiting.sender) {
        reason = .senderGone
      } else if bytesName.utf8.count > FileName.maximumBytes {
        reason = .nameTooLong
      } else if taken.contains(TypedText(bytesName)) {
        reason = .nameTaken
      } else if let files, try !Self.copy(files.file(waiting.id), to: "\(path)/\(bytesName)") {
        reason = .bytesGone
      }
      if let reason {
        leftOut.append(LeftOutFile(sender: sender, receiver: receiver, name: waiting.name.text, reason: reason))
        continue
      }
      taken.insert(TypedText(bytesName))
      // The last line has no line feed.
      try file.write(
        (isFirst ? "" : "\n") + FileRecord.text(receiver: receiver, sender: sender, name: waiting.name.text))
      isFirst = false
    }
    return leftOut
  }

  /// Copies the bytes; false when they are not there: beside a running server they may have been fetched meanwhile.
  private static func copy(_ source: String, to target: String) throws(FileError) -> Bool {
    do throws(FileError) {
      _ = try FileCopy.copy(from: source, to: target)
      return true
    } catch {
      guard error.path == source, error.operation == .open else { throw error }
      return false
    }
  }

  private static func writeBlocks(
    of state: DurableState, _ names: ExportNames, to file: AtomicFile
  ) throws -> [LeftOutBlock] {
    var blockers: [AccountID: [String]] = [:]
    for block in state.blocks where block.end == nil {
      blockers[block.blocked, default: []].append(names[block.blocker])
    }
    for account in state.accounts {
      try file.write(
        BlockRecord.text(blocked: account.name.text, blockers: blockers.removeValue(forKey: account.id) ?? []))
    }
    return blockers.flatMap { blocked, blockers in
      blockers.map { LeftOutBlock(blocked: names[blocked], blocker: $0) }
    }.sorted { ($0.blocked, $0.blocker) < ($1.blocked, $1.blocker) }
  }

  private func writeLogInBlocks(of state: DurableState, _ names: ExportNames, to file: AtomicFile) throws {
    for block in state.logInBlocks where now.seconds - block.since.seconds < parameters.blockTime {
      try file.write(
        LogInBlockRecord.text(address: block.address, since: block.since, name: names[block.account]))
    }
  }
}

/// How accounts are named in text files, those that are gone too.
struct ExportNames {
  private var names: [AccountID: String] = [:]
  private let formerNames: [AccountID: String]

  init(_ state: DurableState) {
    formerNames = state.formerNames
    names[.system] = MessageRecord.system
    for account in state.accounts {
      names[account.id] = account.name.text
    }
  }

  /// True when the account is there, for a file to name.
  func isThere(_ account: AccountID) -> Bool {
    names[account] != nil
  }

  subscript(account: AccountID) -> String {
    names[account] ?? formerNames[account] ?? "?"
  }
}

/// The accounts by how far they have read, asked with growing ids: those behind are found without looking at everybody
/// each time.
struct WaitingReaders {
  /// In the order of their cursors, the highest first.
  private var upToDate: [Account]
  /// In the order of registration.
  private var late: [AccountID] = []

  init(_ accounts: [Account]) {
    upToDate = accounts.sorted { $0.cursor > $1.cursor }
  }

  /// Those whose cursor is below `id`, in the order of registration. `id` never gets smaller from call to call.
  mutating func behind(_ id: EntryID) -> [AccountID] {
    let known = late.count
    while let account = upToDate.last, account.cursor < id {
      late.append(account.id)
      upToDate.removeLast()
    }
    if late.count > known {
      late.sort()
    }
    return late
  }
}
