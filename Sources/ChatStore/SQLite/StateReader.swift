import ChatCore

/// Reads what the room needs to know of its past, row by row. Within one reading transaction.
struct StateReader {
  let db: Database
  let path: String

  /// Everything but the messages.
  func state() throws -> DurableState {
    var state = DurableState()
    try checkCounters()
    state.idBound = try idBound()
    try readAccounts(into: &state)
    state.blocks = try db.rows(
      "SELECT blocker, blocked, start, finish, untold FROM block ORDER BY start, blocker, blocked"
    ) {
      BlockInterval(
        blocker: AccountID(rawValue: try number($0.int64(0), of: "a blocker")),
        blocked: AccountID(rawValue: try number($0.int64(1), of: "who is blocked")),
        start: EntryID(rawValue: try number($0.int64(2), of: "a block")),
        end: try $0.optionalInt64(3).map { EntryID(rawValue: try number($0, of: "the end of a block")) },
        isUntold: $0.int64(4) != 0)
    }
    state.logInBlocks = try db.rows("SELECT account, address, since FROM login_block ORDER BY since, account, address")
    {
      LogInBlock(
        account: AccountID(rawValue: $0.int64(0)), address: $0.text(1),
        since: try time($0.int64(2), of: "a blocked log-in"))
    }
    try readBans(into: &state)
    try readInvitations(into: &state)
    try readFiles(into: &state)
    try readRuns(into: &state)
    try readTokens(into: &state)
    try readMail(into: &state)
    return state
  }

  /// No id up to this one may be given again.
  func idBound() throws -> EntryID {
    EntryID(rawValue: try db.number("SELECT value FROM state WHERE name = 'id_bound'") ?? 0)
  }

  /// A server counts on from them.
  private func checkCounters() throws {
    let wrong = try db.rows("SELECT name, value FROM state") { ($0.text(0), $0.int64(1)) }.first {
      $0.1 != 0 && !EntryID.sane.contains($0.1)
    }
    if let wrong { throw damaged("its counter \(wrong.0) stands at \(wrong.1), which no server reaches") }
  }

  private func readAccounts(into state: inout DurableState) throws {
    let statement = try SQLStatement(
      """
      SELECT id, name, name_key, verifier, created, last_seen, cursor
      FROM account LEFT JOIN reading ON reading.account = account.id ORDER BY id
      """, in: db)
    while try statement.step() {
      let id = AccountID(rawValue: try number(statement.int64(0), of: "an account"))
      let name = statement.text(1)
      guard !statement.isNull(2) else {
        guard statement.isNull(3) else { throw damaged("account \(id.rawValue) has a password and no key to its name") }
        state.formerNames[id] = name
        continue
      }
      guard let name = try? AccountName(name), let verifier = PasswordVerifier(phc: statement.text(3)) else {
        throw damaged("account \(id.rawValue) has an impossible name or password hash")
      }
      guard name.key == AccountKey(statement.text(2)) else {
        throw damaged("account \(id.rawValue) is kept under another name")
      }
      let cursor = statement.optionalInt64(6) ?? id.rawValue
      guard (0...EntryID.sane.upperBound).contains(cursor) else {
        throw damaged("account \(id.rawValue) has read up to the impossible message \(cursor)")
      }
      state.accounts.append(
        Account(
          id: id, name: name, verifier: verifier, created: try time(statement.int64(4), of: "account \(id.rawValue)"),
          lastSeen: try statement.optionalInt64(5).map { try time($0, of: "account \(id.rawValue)") },
          cursor: EntryID(rawValue: cursor)))
    }
  }

  private func readBans(into state: inout DurableState) throws {
    state.bans = try db.rows("SELECT id, account, name, address, since, finish, reason FROM ban ORDER BY id") {
      let id = EntryID(rawValue: try number($0.int64(0), of: "a ban"))
      let subject: Ban.Subject
      if $0.isNull(1) {
        guard !$0.isNull(3) else { throw damaged("ban \(id.rawValue) is of nobody") }
        subject = .address($0.text(3))
      } else {
        guard let name = try? AccountName($0.text(2)) else {
          throw damaged("ban \(id.rawValue) has an impossible name")
        }
        subject = .person(AccountID(rawValue: try number($0.int64(1), of: "who is banned")), name)
      }
      return Ban(
        id: id, subject: subject, since: try time($0.int64(4), of: "ban \(id.rawValue)"),
        until: try $0.optionalInt64(5).map { try time($0, of: "the end of ban \(id.rawValue)") },
        reason: $0.isNull(6) ? nil : $0.text(6))
    }
  }

  private func readInvitations(into state: inout DurableState) throws {
    state.invitations = try db.rows("SELECT id, digest, name, uses, made, finish FROM invitation ORDER BY id") {
      let id = EntryID(rawValue: try number($0.int64(0), of: "an invitation"))
      guard let digest = TokenDigest($0.bytes(1)) else { throw damaged("invitation \(id.rawValue) has no digest") }
      let name = $0.isNull(2) ? nil : try? AccountName($0.text(2))
      guard $0.isNull(2) || name != nil else { throw damaged("invitation \(id.rawValue) has an impossible name") }
      guard (1...Int64(Invitation.maximumUses)).contains($0.int64(3)) else {
        throw damaged("invitation \(id.rawValue) has an impossible number of uses")
      }
      return Invitation(
        id: id, digest: digest, name: name, uses: Int($0.int64(3)),
        made: try time($0.int64(4), of: "invitation \(id.rawValue)"),
        until: try time($0.int64(5), of: "the end of invitation \(id.rawValue)"))
    }
  }

  private func readFiles(into state: inout DurableState) throws {
    var bytes: Int64 = 0
    state.files = try db.rows("SELECT id, sender, recipient, name, size, digest, time FROM file ORDER BY id") {
      let id = FileID(rawValue: try number($0.int64(0), of: "a file"))
      guard let name = try? FileName($0.text(3)) else { throw damaged("file \(id.rawValue) has an impossible name") }
      let size = $0.int64(4)
      // What waits is added up, and so much that the sum would not fit no disk holds.
      guard size >= 0, size <= EntryID.sane.upperBound - bytes else {
        throw damaged("file \(id.rawValue) has an impossible size")
      }
      bytes += size
      let digest = $0.bytes(5)
      guard digest.count == 32 else { throw damaged("file \(id.rawValue) has no SHA-256") }
      return WaitingFile(
        id: id, sender: AccountID(rawValue: try number($0.int64(1), of: "the sender of a file")),
        recipient: AccountID(rawValue: try number($0.int64(2), of: "the receiver of a file")), name: name,
        size: size, digest: digest, time: try time($0.int64(6), of: "file \(id.rawValue)"))
    }
  }

  private func readRuns(into state: inout DurableState) throws {
    let statement = try SQLStatement("SELECT account, run, last, refused FROM run ORDER BY account, seq", in: db)
    while try statement.step() {
      let key = RunKey(account: AccountID(rawValue: statement.int64(0)), run: UInt64(bitPattern: statement.int64(1)))
      guard let refused = statement.isNull(3) ? [] : RequestNumbers(stored: statement.text(3)) else {
        throw damaged("a run of account \(key.account.rawValue) has impossible numbers")
      }
      let progress = RunProgress(last: UInt64(bitPattern: statement.int64(2)), refused: refused)
      state.runs.append(KnownRun(key: key, progress: progress))
    }
  }

  private func readTokens(into state: inout DurableState) throws {
    let statement = try SQLStatement("SELECT account, run, current, previous, present FROM token", in: db)
    while try statement.step() {
      let account = AccountID(rawValue: statement.int64(0))
      guard let current = TokenDigest(statement.bytes(2)) else {
        throw damaged("the token of account \(account.rawValue) has no digest")
      }
      state.tokens[account] = ResumeTokens.Line(
        run: UInt64(bitPattern: statement.int64(1)), current: current, previous: TokenDigest(statement.bytes(3)),
        isPresent: statement.int64(4) != 0)
    }
  }

  static let mailSQL = """
    SELECT account, count(*), sum(size), max(id), min(size)
    FROM reading CROSS JOIN mail ON recipient = account AND id > cursor GROUP BY account
    """

  /// Reads how much waits for whom; each mailbox is one stretch of the index, which is all that is read.
  private func readMail(into state: inout DurableState) throws {
    let statement = try SQLStatement(Self.mailSQL, in: db)
    while try statement.step() {
      // What has a size of 1 EiB would make the sum overflow before, which SQLite says.
      guard statement.int64(4) >= 0 else {
        throw damaged("a message to account \(statement.int64(0)) has a size below 0")
      }
      state.mail[AccountID(rawValue: statement.int64(0))] = WaitingMail(
        count: Int(statement.int64(1)), bytes: statement.int64(2), last: EntryID(rawValue: statement.int64(3)))
    }
  }

  /// `value` as a number that a server may have given.
  private func number(_ value: Int64, of what: String) throws -> Int64 {
    guard EntryID.sane.contains(value) else { throw damaged("\(what) has the impossible number \(value)") }
    return value
  }

  /// `value` as a time that a clock may have shown.
  private func time(_ value: Int64, of what: String) throws -> WallTime {
    guard WallTime.sane.contains(value) else { throw damaged("\(what) has an impossible time") }
    return WallTime(microseconds: value)
  }

  private func damaged(_ detail: String) -> StoreError {
    .unreadable(path: path, detail: detail)
  }
}

// How the store writes numbers of requests: "3,5-9".
extension RequestNumbers {
  var stored: String {
    stretches.map { $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(
      separator: ",")
  }

  /// Nil when they are no numbers that grow.
  init?(stored text: String) {
    self = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last,
        stretches.last.map({ $0.upperBound < first }) ?? true
      else { return nil }
      append(first...last)
    }
  }
}
