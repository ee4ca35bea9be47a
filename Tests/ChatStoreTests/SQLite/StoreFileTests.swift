import ChatCore
import ChatTestSupport
import Foundation
import Testing

@testable import ChatStore

/// The file itself: modes, durability, foreign and newer files, older ones.
@Suite struct StoreFileTests {
  let directory: TemporaryDirectory
  private var path: String { directory.path(of: "chat.sqlite") }

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func commitsReachTheDisk() throws {
    let store = try SQLiteStore(path: path)
    let (synchronous, journal) = try store.pool.write { db in
      (try db.number("PRAGMA synchronous"), try db.rows("PRAGMA journal_mode") { $0.text(0) })
    }
    #expect(synchronous == 2)
    #expect(journal == ["wal"])
  }

  @Test func theFilesAreForTheirOwnerAlone() throws {
    let store = try SQLiteStore(path: path)
    try store.commit(Sample.batch([try Sample.registration(1, "alice")]))
    for name in ["chat.sqlite", "chat.sqlite-wal", "chat.sqlite-shm"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: directory.path(of: name))
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
    }
  }

  @Test(arguments: ["MaxCon 5\n", String(repeating: "SQLite format 3?", count: 20), "x"])
  func aFileThatIsNoDatabaseIsRefusedUntouched(_ text: String) throws {
    try directory.write(text, to: "chat.sqlite")
    #expect(throws: StoreError.unreadable(path: path, detail: "it is not an SQLite database")) {
      try SQLiteStore(path: path)
    }
    #expect(try directory.text(of: "chat.sqlite") == text)
    #expect(try directory.names() == ["chat.sqlite"])
  }

  @Test func aForeignDatabaseIsRefusedUntouched() throws {
    let db = try Database(path: path)
    try db.execute("CREATE TABLE theirs (x); PRAGMA user_version = 1")
    try db.close()
    let before = try directory.bytes(of: "chat.sqlite")
    let error = StoreError.unreadable(path: path, detail: "it is a database of some other program")
    #expect(throws: error) { try SQLiteStore(path: path) }
    #expect(throws: error) { try SQLiteStore.openReadOnly(path: path) }
    #expect(try directory.bytes(of: "chat.sqlite") == before)
  }

  @Test func aNewerStoreIsRefusedUntouched() throws {
    let store = try SQLiteStore(path: path)
    try store.pool.write { try $0.execute("PRAGMA user_version = 999") }
    try store.close()
    let before = try directory.bytes(of: "chat.sqlite")
    let detail = "it was written by a newer version of chatctl (schema 999, known \(Schema.version))"
    #expect(throws: StoreError.unreadable(path: path, detail: detail)) { try SQLiteStore(path: path) }
    #expect(throws: StoreError.unreadable(path: path, detail: detail)) { try SQLiteStore.openReadOnly(path: path) }
    #expect(try directory.bytes(of: "chat.sqlite") == before)
  }

  @Test func aFileThatWasNeverWrittenIsAnEmptyStore() throws {
    try directory.write("", to: "chat.sqlite")
    #expect(try SQLiteStore(path: path).load() == DurableState())
  }

  @Test func anAbsentStoreCannotBeReadAndIsNotMade() throws {
    #expect(throws: StoreError.self) { try SQLiteStore.openReadOnly(path: path) }
    #expect(try directory.names() == [])
  }

  @Test func aReaderBesideTheServerSeesWhatIsCommittedAndChangesNothing() throws {
    let store = try SQLiteStore(path: path)
    try store.commit(Sample.batch([try Sample.registration(1, "alice")]))
    let reader = try SQLiteStore.openReadOnly(path: path)
    #expect(try reader.load().accounts.map(\.name.text) == ["alice"])
    try store.commit(Sample.batch([try Sample.registration(2, "bob")]))
    #expect(try reader.load().accounts.map(\.name.text) == ["alice", "bob"])
    #expect(throws: StoreError.self) { try reader.commit(Sample.batch([try Sample.registration(3, "carol")])) }
    try reader.close()
    try store.commit(Sample.batch([try Sample.registration(3, "carol")]))
    #expect(try store.load().accounts.count == 3)
  }

  @Test func aCheckpointAndACleanStopLeaveOneFile() throws {
    let store = try SQLiteStore(path: path)
    try store.commit(Sample.batch([try Sample.registration(1, "alice")]))
    #expect(try store.load().accounts.count == 1)
    try store.checkpoint()
    #expect(try directory.bytes(of: "chat.sqlite-wal").isEmpty)
    try store.commit(Sample.batch([try Sample.registration(2, "bob")]))
    #expect(try store.load().accounts.count == 2)
    try store.close()
    #expect(try directory.names() == ["chat.sqlite"])
    #expect(throws: StoreError.self) { try store.load() }
  }

  private func makeFirstVersion() throws {
    let dump = try String(contentsOfFile: fixture("schema-v1.sql"), encoding: .utf8)
    let db = try Database(path: path)
    try db.execute(dump)
    try db.close()
  }

  /// The dump is what version 1 of the program wrote. It never changes; the newest program opens it.
  @Test func theFrozenFirstVersionOpens() throws {
    try makeFirstVersion()
    let store = try SQLiteStore(path: path)
    let state = try store.load()
    #expect(state.idBound == Sample.entry(2000))
    #expect(state.accounts.map(\.name.text) == ["alice", "Bob"])
    #expect(state.accounts.map(\.cursor.rawValue) == [1, 12])
    #expect(state.formerNames == [Sample.account(3): "carol"])
    #expect(state.blocks.count == 1)
    #expect(state.logInBlocks.map(\.address) == ["127.0.0.1"])
    #expect(state.files.map(\.name.text) == ["my notes.txt"])
    let run = RunKey(account: Sample.account(1), run: .max)
    #expect(state.runs.first { $0.key == run }?.progress == RunProgress(last: 9, refused: [7, 8]))
    #expect(state.mail == [Sample.account(2): WaitingMail(count: 1, bytes: 12, last: Sample.entry(15))])
    let page = try store.page(of: Sample.account(2), after: .zero, through: Sample.entry(99), limit: 9)
    #expect(page.messages.map(\.body) == ["to all", "it's for bob", "my notes.txt"])
    while try store.tidy(limit: 1) {}
    let query = PastQuery(reader: Sample.account(2), text: "bob", before: Sample.entry(99), limit: 9)
    guard case .page(let found) = try store.past(query) else { throw Sample.Missing() }
    #expect(found.messages.map(\.body) == ["it's for bob"])
    let version = try store.pool.read { try StoreFile.version(of: $0) }
    #expect(version == Schema.version)
  }

  @Test(arguments: [0, 40])
  func aLongUpgradeIsAnnounced(_ megabytes: Int) throws {
    try makeFirstVersion()
    let db = try Database(path: path)
    for id in 0..<megabytes {
      try db.run(
        "INSERT INTO mail VALUES (2, ?, 0, 1, 1, CAST(zeroblob(1048576) AS TEXT), NULL, NULL)", Int64(100 + id))
    }
    try db.close()
    var announced: [Int64] = []
    let store = try SQLiteStore.open(path: path, keepingOldIn: nil) { announced.append($0) }
    #expect(announced.map { $0 >> 20 } == (megabytes == 0 ? [] : [40]))
    let expected = WaitingMail(
      count: 1 + megabytes, bytes: 12 + Int64(megabytes) << 20, last: Sample.entry(megabytes == 0 ? 15 : 139))
    #expect(try store.load().mail == [Sample.account(2): expected])
    try store.close()
    _ = try SQLiteStore.open(path: path, keepingOldIn: nil) { announced.append($0) }
    #expect(announced.count <= 1)
  }
}

/// The path of a file among this target's fixtures.
func fixture(_ name: String, file: String = #filePath) -> String {
  let tests = file.components(separatedBy: "/ChatStoreTests/")[0]
  return "\(tests)/ChatStoreTests/Fixtures/\(name)"
}
