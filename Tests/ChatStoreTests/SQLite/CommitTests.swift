import ChatCore
import ChatStore
import Testing

/// Every entry becomes rows, and comes back after a restart.
@Suite struct CommitTests {
  let box: SQLiteStoreTestable
  private var store: SQLiteStore { box.store }

  init() throws {
    box = try SQLiteStoreTestable()
    try box.store.commit(
      Sample.batch([
        try Sample.registration(1, "alice"), try Sample.registration(2, "Bob"), try Sample.registration(3, "carol"),
      ]))
  }

  @Test func accountsComeBackInOrderOfRegistration() throws {
    try box.reopen()
    let accounts = try store.load().accounts
    #expect(accounts.map(\.name.text) == ["alice", "Bob", "carol"])
    #expect(accounts.map(\.cursor.rawValue) == [1, 2, 3])
    #expect(accounts[1].created == WallTime(microseconds: 2_000_000))
    #expect(accounts[1].verifier == (try Sample.verifier()))
    #expect(accounts[1].lastSeen == nil)
  }

  @Test func aNameInAnotherCaseIsRefusedAndTheBatchWithIt() throws {
    #expect(throws: StoreError.self) {
      try store.commit(
        Sample.batch([Sample.message(4, from: 1, "lost"), try Sample.registration(5, "ALICE")], bound: 99))
    }
    #expect(try box.bodies(of: 2) == [])
    #expect(try store.load().idBound == .zero)
    try store.commit(Sample.batch([Sample.message(4, from: 1, "kept")]))
    #expect(try box.bodies(of: 2) == ["kept"])
  }

  @Test func messagesComeBackWholeAndMerged() throws {
    let origin = RequestOrigin(account: Sample.account(1), request: ClientRequestID(run: .max, number: 7))
    let kept = "spaces  kept, \u{0} too, \u{1F600}"
    try store.commit(
      Sample.batch([
        Sample.record(
          4, .message(kind: .broadcast, sender: Sample.account(1), to: .everybody, body: kept), from: origin),
        Sample.message(5, from: 1, to: 2, "to bob"), Sample.message(6, from: 1, to: 3, "to carol"),
        Sample.message(7, from: 3, "all again"), Sample.message(8, from: 3, to: 2, "last"),
      ]))
    let page = try store.page(of: Sample.account(2), after: Sample.entry(2), through: Sample.entry(9), limit: 100)
    #expect(page.messages.map(\.body) == [kept, "to bob", "all again", "last"])
    #expect(page.messages.map(\.recipient?.rawValue) == [nil, 2, nil, 2])
    #expect(page.messages.map(\.kind) == [.broadcast, .private, .broadcast, .private])
    #expect(page.messages[0].request == origin.request)
    #expect(page.messages[1].request == nil)
    #expect(page.messages[0].time == WallTime(microseconds: 4_000_000))
    #expect(page.reached == Sample.entry(9))
  }

  @Test func aPageEndsAtItsLimitAndTheNextOneGoesOn() throws {
    try store.commit(
      Sample.batch((4...13).map { Sample.message($0, from: 1, to: $0.isMultiple(of: 2) ? 2 : nil, "\($0)") }))
    let first = try store.page(of: Sample.account(2), after: .zero, through: Sample.entry(12), limit: 4)
    #expect(first.messages.map(\.body) == ["4", "5", "6", "7"])
    #expect(first.reached == Sample.entry(7))
    let second = try store.page(of: Sample.account(2), after: first.reached, through: Sample.entry(12), limit: 10)
    #expect(second.messages.map(\.body) == ["8", "9", "10", "11", "12"])
    #expect(second.reached == Sample.entry(12))
    let empty = try store.page(of: Sample.account(2), after: Sample.entry(12), through: Sample.entry(12), limit: 10)
    #expect(empty.messages.isEmpty && empty.reached == Sample.entry(12))
  }

  @Test func cursorsAndTheBoundOnlyGoForward() throws {
    var batch = Sample.batch([], bound: 500)
    batch.cursors = [Sample.account(1): Sample.entry(40)]
    batch.lastSeen = [Sample.account(2): WallTime(microseconds: 77)]
    try store.commit(batch)
    batch = Sample.batch([], bound: 400)
    batch.cursors = [Sample.account(1): Sample.entry(30)]
    try store.commit(batch)
    try box.reopen()
    let state = try store.load()
    #expect(state.idBound == Sample.entry(500))
    #expect(state.accounts.map(\.cursor.rawValue) == [40, 2, 3])
    #expect(state.accounts.map(\.lastSeen?.microseconds) == [nil, 77, nil])
  }

  @Test func blocksAreIntervals() throws {
    let (alice, bob) = (Sample.account(1), Sample.account(2))
    try store.commit(
      Sample.batch([
        Sample.record(10, .blocked(blocker: alice, blocked: bob)),
        Sample.record(20, .unblocked(blocker: alice, blocked: bob)),
        Sample.record(30, .blocked(blocker: alice, blocked: bob)),
      ]))
    #expect(
      try store.load().blocks == [
        BlockInterval(blocker: alice, blocked: bob, start: Sample.entry(10), end: Sample.entry(20)),
        BlockInterval(blocker: alice, blocked: bob, start: Sample.entry(30)),
      ])
  }

  @Test func aLogInBlockReplacesTheEarlierOne() throws {
    let alice = Sample.account(1)
    try store.commit(
      Sample.batch([
        Sample.record(10, .logInBlocked(alice, address: "10.0.0.1")),
        Sample.record(11, .logInBlocked(alice, address: "10.0.0.2")),
        Sample.record(12, .logInBlocked(alice, address: "10.0.0.1")),
      ]))
    let blocks = try store.load().logInBlocks
    #expect(blocks.map(\.address) == ["10.0.0.2", "10.0.0.1"])
    #expect(blocks.map(\.since.microseconds) == [11_000_000, 12_000_000])
  }

  @Test func runsComeBackAndTheOldestGo() throws {
    let alice = Sample.account(1)
    for run in UInt64(1)...40 {
      var batch = LogBatch()
      batch.runs[RunKey(account: alice, run: run &* 0x9E37_79B9_7F4A_7C15)] = RunProgress(
        last: run, refused: run == 40 ? [38, 39] : [])
      try store.commit(batch)
    }
    var runs = try store.load().runs
    // In the order in which they appeared, however their numbers are.
    #expect(runs.map(\.progress.last) == Array(9...40))
    #expect(runs.last?.key.run == 40 &* 0x9E37_79B9_7F4A_7C15)
    #expect(runs.last?.progress == RunProgress(last: 40, refused: [38, 39]))
    // One that had been pushed out goes on.
    var batch = LogBatch()
    batch.runs[RunKey(account: alice, run: 0x9E37_79B9_7F4A_7C15)] = RunProgress(last: 100)
    batch.runs[RunKey(account: Sample.account(2), run: 3)] = RunProgress(last: .max)
    var jumping = RunProgress(last: 2, refused: [1])
    jumping.advance(to: 9_000, refused: false)
    batch.runs[RunKey(account: Sample.account(3), run: 3)] = jumping
    try store.commit(batch)
    runs = try store.load().runs
    #expect(runs.filter { $0.key.account == alice }.map(\.progress.last) == Array(10...40) + [100])
    #expect(runs.filter { $0.key.account == Sample.account(2) }.map(\.progress.last) == [.max])
    #expect(runs.filter { $0.key.account == Sample.account(3) }.map(\.progress) == [jumping])
  }

  @Test func whatNobodyNeedsIsDeleted() throws {
    let (alice, bob) = (Sample.account(1), Sample.account(2))
    let ended = BlockInterval(blocker: alice, blocked: bob, start: Sample.entry(10), end: Sample.entry(12))
    var batch = Sample.batch([
      Sample.record(8, .logInBlocked(alice, address: "10.0.0.1")),
      Sample.record(9, .logInBlocked(bob, address: "10.0.0.1")),
      Sample.record(10, .blocked(blocker: alice, blocked: bob)),
      Sample.record(11, .blocked(blocker: bob, blocked: alice)),
      Sample.record(12, .unblocked(blocker: alice, blocked: bob)),
      Sample.record(13, .blocked(blocker: alice, blocked: bob)),
    ])
    batch.forgotten = [.block(ended), .logInBlocks(before: WallTime(microseconds: 9_000_000))]
    try store.commit(batch)
    let state = try store.load()
    #expect(state.blocks.map(\.start.rawValue) == [11, 13])
    #expect(state.logInBlocks.map(\.account) == [bob])
  }
}
