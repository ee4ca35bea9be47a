import ChatCore
import ChatStore
import Testing

/// What goes with an account and what stays, and how files come and go.
@Suite struct DepartureTests {
  let box: SQLiteStoreTestable
  private var store: SQLiteStore { box.store }
  private let alice = Sample.account(1)
  private let bob = Sample.account(2)
  private let carol = Sample.account(3)

  init() throws {
    box = try SQLiteStoreTestable()
    try box.store.commit(
      Sample.batch([
        try Sample.registration(1, "alice"), try Sample.registration(2, "bob"), try Sample.registration(3, "carol"),
      ]))
  }

  private func file(_ id: Int64, from sender: AccountID, to recipient: AccountID, _ name: String) throws -> Entry {
    .fileStored(
      FileID(rawValue: id), sender: sender, recipient: recipient, name: try FileName(name), size: 5,
      digest: Sample.digest(UInt8(id)))
  }

  @Test func aMailboxGoesWithItsOwnerAndWhatTheOwnerSentStays() throws {
    var batch = Sample.batch([
      Sample.message(10, from: 1, to: 2, "for bob"), Sample.message(11, from: 2, to: 1, "for alice"),
      Sample.record(12, .blocked(blocker: alice, blocked: bob)),
      Sample.record(13, .blocked(blocker: bob, blocked: alice)),
      Sample.record(14, .logInBlocked(alice, address: "10.0.0.1")),
      Sample.record(16, try file(15, from: bob, to: alice, "in")),
      Sample.record(18, try file(17, from: alice, to: bob, "out")),
    ])
    batch.runs[RunKey(account: alice, run: 5)] = RunProgress(last: 3)
    try store.commit(batch)
    batch = Sample.batch([Sample.record(20, .deregistered(alice))])
    batch.runs[RunKey(account: alice, run: 5)] = RunProgress(last: 4)
    batch.cursors[alice] = Sample.entry(19)
    batch.lastSeen[alice] = WallTime(microseconds: 1)
    try store.commit(batch)
    try box.reopen()
    while try store.tidy(limit: 1) {}

    let state = try store.load()
    #expect(state.accounts.map(\.name.text) == ["bob", "carol"])
    #expect(state.formerNames == [alice: "alice"])
    // Bob has blocked her: what she may have sent is still not for him, and she may come back.
    #expect(state.blocks == [BlockInterval(blocker: bob, blocked: alice, start: Sample.entry(13))])
    #expect(state.logInBlocks.isEmpty)
    #expect(state.files.map(\.name.text) == ["out"])
    #expect(state.runs.isEmpty)
    #expect(try box.bodies(of: 2) == ["for bob", "out"])
    #expect(try box.bodies(of: 1) == [])
  }

  @Test func theNameIsFreeAgainAndInheritsNothing() throws {
    try store.commit(
      Sample.batch([
        Sample.message(10, from: 1, to: 2, "from the first alice"), Sample.record(11, .deregistered(alice)),
        try Sample.registration(12, "Alice"),
      ]))
    let state = try store.load()
    #expect(state.accounts.map(\.id.rawValue) == [2, 3, 12])
    #expect(state.formerNames == [alice: "alice"])
    #expect(try store.page(of: bob, after: .zero, through: Sample.entry(99), limit: 9).messages[0].sender == alice)
  }

  @Test func whoNeverSentAnythingLeavesNoTrace() throws {
    try store.commit(
      Sample.batch([
        Sample.record(10, .blocked(blocker: bob, blocked: carol)),
        Sample.record(11, .unblocked(blocker: bob, blocked: carol)), Sample.record(12, .deregistered(carol)),
      ]))
    let state = try store.load()
    #expect(state.formerNames.isEmpty)
    #expect(state.blocks.isEmpty)
  }

  @Test func aBlockPassesToTheNextOfTheName() throws {
    try store.commit(
      Sample.batch([
        Sample.record(10, .blocked(blocker: bob, blocked: carol)),
        Sample.record(11, .blocked(blocker: alice, blocked: carol)),
        Sample.record(12, .unblocked(blocker: alice, blocked: carol)), Sample.record(13, .deregistered(carol)),
      ]))
    try box.reopen()
    #expect(try store.load().formerNames == [carol: "carol"])
    #expect(try store.load().blocks == [BlockInterval(blocker: bob, blocked: carol, start: Sample.entry(10))])

    try store.commit(Sample.batch([try Sample.registration(20, "CAROL")]))
    let passed = BlockInterval(
      blocker: bob, blocked: Sample.account(20), start: Sample.entry(20), isUntold: true)
    #expect(try store.load().blocks == [passed])
    #expect(try store.load().formerNames.isEmpty, "she had sent nothing")

    var batch = Sample.batch([])
    batch.forgotten = [.untold(passed)]
    try store.commit(batch)
    #expect(try store.load().blocks.map(\.isUntold) == [false])
  }

  @Test func ofASenderTheOldBlockStaysAsWell() throws {
    try store.commit(
      Sample.batch([
        Sample.record(10, .blocked(blocker: bob, blocked: carol)), Sample.message(11, from: 3, "not for bob"),
        Sample.record(12, .deregistered(carol)), try Sample.registration(20, "carol"),
        Sample.message(21, from: 20, "not for bob either"), Sample.record(22, .deregistered(Sample.account(20))),
        try Sample.registration(30, "Carol"),
      ]))
    #expect(
      try store.load().blocks == [
        BlockInterval(blocker: bob, blocked: carol, start: Sample.entry(10), end: Sample.entry(20)),
        BlockInterval(
          blocker: bob, blocked: Sample.account(20), start: Sample.entry(20), end: Sample.entry(30), isUntold: true),
        BlockInterval(blocker: bob, blocked: Sample.account(30), start: Sample.entry(30), isUntold: true),
      ])
  }

  @Test(arguments: [false, true])
  func aNameIsForgottenWhenNobodyBlocksItAnyMore(blockerGoes: Bool) throws {
    try store.commit(
      Sample.batch([
        Sample.record(10, .blocked(blocker: bob, blocked: carol)), Sample.record(11, .deregistered(carol)),
        Sample.record(12, blockerGoes ? .deregistered(bob) : .unblocked(blocker: bob, blocked: carol)),
        try Sample.registration(20, "carol"),
      ]))
    #expect(try store.load().blocks.isEmpty)
    #expect(try store.load().formerNames.isEmpty)
  }

  @Test func theMarkOfASenderIsNotTakenFromAFailedCommit() throws {
    #expect(throws: StoreError.self) {
      try store.commit(Sample.batch([Sample.message(10, from: 1, "lost"), try Sample.registration(11, "BOB")]))
    }
    try store.commit(Sample.batch([Sample.message(12, from: 1, "kept"), Sample.record(13, .deregistered(alice))]))
    #expect(try store.load().formerNames == [alice: "alice"])
  }

  @Test func aFileReplacesOneOfTheSameNameFromTheSameSender() throws {
    try store.commit(
      Sample.batch([
        Sample.record(11, try file(10, from: alice, to: bob, "my notes.txt")),
        Sample.record(13, try file(12, from: carol, to: bob, "my notes.txt")),
        Sample.record(15, try file(14, from: alice, to: bob, "my notes.txt")),
      ]))
    let files = try store.load().files
    #expect(files.map(\.id.rawValue) == [12, 14])
    #expect(files[1].digest == Sample.digest(14))
    #expect(files[1].time == WallTime(microseconds: 15_000_000))
    let page = try store.page(of: bob, after: .zero, through: Sample.entry(99), limit: 9)
    #expect(page.messages.map(\.id.rawValue) == [11, 13, 15])
    #expect(page.messages.allSatisfy { $0.kind == .fileTransfer && $0.body == "my notes.txt" })
  }

  @Test func filesWhoseNamesOnlyLookTheSameBothStay() throws {
    try store.commit(
      Sample.batch([
        Sample.record(11, try file(10, from: alice, to: bob, "\u{E9}")),
        Sample.record(13, try file(12, from: alice, to: bob, "e\u{301}")),
      ]))
    #expect(try store.load().files.map { Array($0.name.text.utf8) } == [[0xC3, 0xA9], [0x65, 0xCC, 0x81]])
  }

  @Test func aDeclinedFileIsToldToItsSenderWhileThere() throws {
    try store.commit(
      Sample.batch([
        Sample.record(11, try file(10, from: alice, to: bob, "a")),
        Sample.record(13, try file(12, from: alice, to: bob, "b")),
        Sample.record(15, try file(14, from: alice, to: bob, "c")),
        Sample.record(20, .fileRemoved(FileID(rawValue: 10), sender: alice, recipient: bob, notice: nil)),
        Sample.record(21, .fileRemoved(FileID(rawValue: 12), sender: alice, recipient: bob, notice: "declined b")),
        Sample.record(22, .deregistered(alice)),
        Sample.record(23, .fileRemoved(FileID(rawValue: 14), sender: alice, recipient: bob, notice: "declined c")),
      ]))
    while try store.tidy(limit: 9) {}
    #expect(try store.load().files.isEmpty)
    #expect(try box.bodies(of: 1) == [])
  }

  @Test func theNoticeOfADeclineComesFromTheSystem() throws {
    try store.commit(
      Sample.batch([
        Sample.record(11, try file(10, from: alice, to: bob, "a")),
        Sample.record(12, .fileRemoved(FileID(rawValue: 10), sender: alice, recipient: bob, notice: "declined")),
      ]))
    let page = try store.page(of: alice, after: .zero, through: Sample.entry(99), limit: 9)
    #expect(page.messages.map(\.body) == ["declined"])
    #expect(page.messages[0].sender == .system)
    #expect(page.messages[0].kind == .broadcast)
    #expect(page.messages[0].recipient == alice)
  }
}
