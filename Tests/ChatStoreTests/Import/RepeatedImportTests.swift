import ChatCore
import ChatStore
import ChatTestSupport
import Testing

/// The same import a second time changes nothing.
@Suite struct RepeatedImportTests {
  let box: ImportBox

  init() throws {
    box = try ImportBox()
  }

  private func waiting() throws -> [[String]] {
    try box.store.load().accounts.map { try box.waiting(for: $0.name.text) }
  }

  @Test func nothingChangesTheSecondTime() throws {
    try box.run(from: fixture("original"))
    let (state, messages) = (try box.store.load(), try waiting())
    for _ in 0..<2 {
      let report = try box.run(from: fixture("original"), .merge)
      #expect([report.accounts, report.messages, report.files, report.blocks, report.logInBlocks] == [0, 0, 0, 0, 0])
      #expect(
        report.warnings.map(\.description).contains(
          "message_rep.txt:1: the message to \"Bob\" is there already: dropped"))
      #expect(try box.store.load() == state)
      #expect(try waiting() == messages)
    }
  }

  @Test func twoEqualMessagesAreTwo() throws {
    try box.write([.accounts: "a x\nb y\n", .messages: "a b(private) a same\na b(private) a same\n"])
    for mode in [ImportMode.refuse, .merge, .merge] {
      try box.run(mode)
      #expect(try box.waiting(for: "a") == ["b(private): same", "b(private): same"])
    }
    // A third one is new.
    try box.write([.messages: "a b(private) a same\na b(private) a same\na b(private) a same\n"])
    #expect(try box.run(.merge).messages == 1)
    #expect(try box.waiting(for: "a").count == 3)
  }

  @Test func whatDiffersInAByteIsNew() throws {
    let other = "a b(private) a e\u{301}\na b(broadcast) a \u{E9}\na a(private) a \u{E9}\na gone(private) a \u{E9}\n"
    try box.write([.accounts: "a x\nb y\n", .messages: "a b(private) a \u{E9}\n"])
    try box.run()
    try box.write([.messages: other])
    #expect(try box.run(.merge).messages == 4)
    #expect(try box.run(.merge).messages == 0)
    #expect(try box.store.load().formerNames.count == 1)
  }

  @Test func whatWasReadMeanwhileDoesNotComeAgain() throws {
    try box.write([.accounts: "a x\nb y\n", .messages: "a b(private) a ok\n"])
    try box.run()
    let account = try #require(try box.store.load().accounts.first)
    var batch = Sample.batch([Sample.message(100, from: 2, to: account.id.rawValue, "fine")], bound: 200)
    batch.records = batch.records.map { record in
      LogRecord(
        id: record.id, time: record.time, entry: record.entry,
        origin: RequestOrigin(account: Sample.account(2), request: ClientRequestID(run: 1, number: 1)))
    }
    batch.cursors[account.id] = Sample.entry(100)
    try box.store.commit(batch)
    #expect(try box.run(.merge).messages == 0)
    // But what somebody says there may have been said here before, and read.
    try box.write([.messages: "a b(private) a ok\na b(private) a fine\n"])
    #expect(try box.run(.merge).messages == 1)
    #expect(try box.waiting(for: "a") == ["b(private): fine"])
  }

  @Test func whatWasExportedIsThereAlready() throws {
    try box.write([.accounts: "a x\nb y\nc z\n"])
    try box.run()
    try box.store.commit(
      Sample.batch(
        [Sample.message(50, from: 1, "to all"), Sample.message(51, from: 1, to: 2, "for b\nin two lines\r")], bound: 60)
    )
    let exported = try TemporaryDirectory()
    _ = try Exporter(store: box.store, parameters: Parameters(), now: ImportBox.now).write(to: exported.path)
    let messages = try waiting()
    #expect(try box.run(from: exported.path, .merge).messages == 0)
    #expect(try waiting() == messages)
    // And elsewhere it comes in whole.
    let other = try ImportBox()
    try other.run(from: exported.path)
    #expect(try other.waiting(for: "b") == ["a(broadcast): to all", "a(private): for b\nin two lines\r"])
  }
}
