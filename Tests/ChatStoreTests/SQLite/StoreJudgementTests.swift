import ChatCore
import ChatSystem
import ChatTestSupport
import Foundation
import Testing

@testable import ChatStore

/// A start of a server, `doctor`, `backup verify` and `backup restore` say the same of every store, and what they take a room
/// can live on.
@Suite struct StoreJudgementTests {
  let box: BackupBox
  let home: TemporaryDirectory
  private let image: [UInt8]

  init() throws {
    box = try BackupBox()
    home = try TemporaryDirectory()
    let path = home.path(of: "image")
    let dump = try String(contentsOfFile: fixture("schema-v1.sql"), encoding: .utf8)
    let db = try Database(path: path)
    try db.execute(dump)
    // The bytes of its waiting file are not at hand.
    try db.execute("DELETE FROM file")
    try db.close()
    let store = try SQLiteStore.open(path: path, keepingOldIn: nil)
    var batch = Sample.batch([
      Sample.message(20, from: 2, "more words for all"), Sample.message(21, from: 1, to: 2, "one"),
    ])
    batch.tokens[Sample.account(2)] = ResumeTokens.Line(
      run: 7, current: try Sample.required(TokenDigest(Sample.digest())), previous: nil, isPresent: true)
    try store.commit(batch)
    while try store.tidy(limit: 3) {}
    try store.commit(Sample.batch([Sample.message(30, from: 2, to: 1, "not in the index")]))
    try store.checkpoint()
    try store.close()
    image = try Sample.required(try FileBytes.read(path))
  }

  /// What is said of a store of these bytes, nil when it is taken: by a start, doctor, verify and restore.
  private func verdicts(_ bytes: [UInt8]) throws -> [String?] {
    let directory = try TemporaryDirectory()
    let data = DataDirectory(path: directory.path(of: "data"))
    try data.create()
    try AtomicFile.write(bytes, to: data.store)
    let doctor = verdict { try StoreHealth.of(data.store, depth: .quick)?.flaw }
    let server = verdict {
      let store = try SQLiteStore.open(path: data.store, keepingOldIn: data.backups)
      try live(on: store, in: data)
      try store.close()
      return nil
    }
    let backup = try sealed(bytes, in: directory)
    let verify = verdict {
      try box.verify(backup)
      return nil
    }
    let target = DataDirectory(path: directory.path(of: "restored"))
    let restore = verdict {
      try box.restore(backup, into: target)
      return nil
    }
    return [server, doctor, verify, restore]
  }

  private func verdict(_ body: () throws -> String?) -> String? {
    do {
      return try body()
    } catch StoreError.unreadable(_, let detail) {
      return detail
    } catch BackupError.refused(_, "chat.sqlite", let flaw) {
      return flaw.description
    } catch {
      return "something else: \(error)"
    }
  }

  /// All that a room does with its store.
  private func live(on store: SQLiteStore, in data: DataDirectory) throws {
    let state = try store.load()
    var ids = EntryIDAllocator(after: state.idBound)
    _ = Engine(
      state, parameters: Parameters(), ids: ids,
      secrets: Secrets(random: { [UInt8](repeating: 0, count: $0) }, digest: { _ in nil }),
      at: Moment(uptime: Uptime(nanoseconds: 1), wall: ImportBox.now))
    var batch = LogBatch()
    batch.idBound = ids.boundToCommit()
    try store.commit(batch)
    for account in state.accounts {
      _ = try store.page(of: account.id, after: .zero, through: state.idBound, limit: 2)
      for text in [nil, "words"] {
        try look {
          _ = try store.past(PastQuery(reader: account.id, text: text, before: state.idBound.advanced(by: 1), limit: 3))
        }
      }
    }
    try look { while try store.tidy(limit: 2) {} }
    _ = try store.waitingMessageCounts()
    _ = try BackupCreator(
      store: store, directory: data, parameters: Parameters(), software: "x", makeDigest: BackupBox.digest
    ).make(.stop, hasFiles: false, at: ImportBox.now, stamp: "stamp")
  }

  /// The index of words is SQLite's own; that it is damaged shows when it is read, and costs nobody more than a search.
  private func look(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch StoreError.unreadable(_, let detail) where detail.hasPrefix("SQLite error 267:") {
      return
    } catch StoreError.failed(let detail) where detail.contains("fts5") {
      return
    }
  }

  private func sealed(_ store: [UInt8], in directory: TemporaryDirectory) throws -> String {
    let stage = directory.path(of: "stage")
    for folder in ["text", "tls", "files"] { try FileTree.create("\(stage)/\(folder)") }
    try AtomicFile.write(store, to: "\(stage)/chat.sqlite")
    for part in OriginalPart.allCases { try AtomicFile.write([], to: "\(stage)/text/\(part.fileName)") }
    let parts = [BackupPart.store] + OriginalPart.allCases.map(BackupPart.text)
    let manifest = BackupManifest(
      format: 1, software: "x", schema: Schema.version, microseconds: 1, time: "x", kind: .manual, hasFiles: false,
      parts: parts.map {
        .init(name: $0.name, size: $0 == .store ? Int64(store.count) : 0, sha256: String(repeating: "0", count: 64))
      })
    let path = directory.path(of: "backup.tar")
    try BackupArchive(path: path, makeDigest: BackupBox.digest).write(manifest, from: stage) { _ in }
    return path
  }

  private func expectOneVoice(_ bytes: [UInt8], _ what: Comment) throws -> String? {
    let said = try verdicts(bytes)
    #expect(Set(said).count == 1, "\(what): \(said.map { $0 ?? "taken" })")
    #expect(said.allSatisfy { $0?.hasPrefix("something else") != true }, what)
    return said[0]
  }

  @Test func soundOnesAreTaken() throws {
    #expect(try expectOneVoice(image, "as it is") == nil)
    #expect(try expectOneVoice([], "never written to") == nil)
  }

  @Test func flippedBitsAreSeenByAllOrByNone() throws {
    var random = SeededGenerator()
    var refused = 0
    // Most of a page is empty, and nobody reads what stands there.
    let places = image.indices.filter { image[$0] != 0 }
    for round in 0..<200 {
      var bytes = image
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        let anywhere = Int.random(in: 0..<(round % 4 == 0 ? 100 : bytes.count), using: &random)
        let place = Bool.random(using: &random) || round % 4 == 0 ? anywhere : places.randomElement(using: &random) ?? 0
        bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      if try expectOneVoice(bytes, "seed \(random.seed), round \(round)") != nil { refused += 1 }
    }
    #expect(refused > 20, "seed \(random.seed)")
  }

  static let damages: [(sql: String, says: String)] = [
    ("UPDATE state SET value = 9223372036854775807 WHERE name = 'id_bound'", "counter id_bound"),
    ("UPDATE state SET value = 4611686018427387904 WHERE name = 'id_bound'", "counter id_bound"),
    ("UPDATE state SET value = 2305843009213693953 WHERE name = 'id_bound'", "counter id_bound"),
    ("UPDATE state SET value = -1 WHERE name = 'id_bound'", "counter id_bound"),
    ("UPDATE state SET value = 14 WHERE name = 'id_bound'", "a message has the number 20"),
    ("DELETE FROM state WHERE name = 'id_bound'", "stands at 0"),
    ("UPDATE state SET value = 'many' WHERE name = 'id_bound'", "stands at 0"),
    ("UPDATE state SET value = 9223372036854775807 WHERE name = 'indexed'", "index of words"),
    ("UPDATE state SET value = 2001 WHERE name = 'indexed'", "index of words"),
    ("UPDATE state SET value = -5 WHERE name = 'indexed'", "index of words"),
    ("INSERT INTO state VALUES ('else', 9223372036854775807)", "counter else"),
    ("UPDATE search_part SET after = -3", "part of the index"),
    ("UPDATE search_part SET after = 9223372036854775807", "part of the index"),
    ("UPDATE mail SET id = 9223372036854775807 WHERE id = 11", "impossible number 9223372036854775807"),
    ("UPDATE mail SET id = 4611686018427387905 WHERE id = 11", "impossible number 4611686018427387905"),
    ("UPDATE mail SET id = 2001 WHERE id = 11", "a message has the number 2001"),
    ("UPDATE mail SET id = 0 WHERE id = 11", "impossible number 0"),
    ("UPDATE mail SET id = -7 WHERE id = 11", "impossible number -7"),
    ("UPDATE broadcast SET id = 9223372036854775807 WHERE id = 10", "impossible number 9223372036854775807"),
    ("UPDATE broadcast SET id = -9223372036854775807 WHERE id = 10", "impossible number"),
    ("UPDATE mail SET kind = 99 WHERE id = 11", "message 11 is of the unknown kind 99"),
    ("UPDATE mail SET kind = 0 WHERE id = 11", "message 11 is of the unknown kind 0"),
    ("UPDATE mail SET kind = -1 WHERE id = 11", "message 11 is of the unknown kind -1"),
    ("UPDATE mail SET kind = 'x' WHERE id = 11", "message 11 is of the unknown kind x"),
    ("UPDATE mail SET sender = -1 WHERE id = 11", "message 11 is from the impossible account"),
    ("UPDATE broadcast SET sender = -1 WHERE id = 10", "message 10 is from the impossible account"),
    ("UPDATE mail SET recipient = 0 WHERE id = 11", "message 11 is to the impossible account"),
    ("UPDATE mail SET time = 9223372036854775807 WHERE id = 11", "message 11 has an impossible time"),
    ("UPDATE broadcast SET time = -9223372036854775807 WHERE id = 10", "message 10 has an impossible time"),
    ("UPDATE mail SET size = -1 WHERE id = 15", "size below 0"),
    ("UPDATE mail SET size = 9223372036854775807 WHERE id > 11", "integer overflow"),
    ("UPDATE mail SET size = 4 WHERE id = 11", "another size than its text"),
    ("UPDATE mail SET body = CAST(zeroblob(9000) AS TEXT), size = 9000 WHERE id = 11", "longer than 8192 bytes"),
    ("UPDATE broadcast SET body = CAST(zeroblob(9000) AS TEXT) WHERE id = 10", "longer than 8192 bytes"),
    ("UPDATE account SET name_key = NULL WHERE id = 2", "has a password and no key to its name"),
    ("UPDATE account SET name_key = 'mallory' WHERE id = 2", "is kept under another name"),
    ("UPDATE account SET name = 'a b' WHERE id = 1", "impossible name"),
    ("UPDATE account SET name = '' WHERE id = 1", "impossible name"),
    ("UPDATE account SET verifier = NULL WHERE id = 1", "impossible name or password hash"),
    ("UPDATE account SET verifier = '$scrypt$ln=60,r=8,p=1$AQ$AQ' WHERE id = 1", "impossible name or password hash"),
    ("UPDATE account SET id = 9223372036854775807 WHERE id = 3", "impossible number"),
    ("UPDATE account SET id = 0 WHERE id = 3", "impossible number 0"),
    ("UPDATE account SET created = 9223372036854775807 WHERE id = 1", "impossible time"),
    ("UPDATE account SET last_seen = -9223372036854775807 WHERE id = 1", "impossible time"),
    ("UPDATE reading SET cursor = 9223372036854775807 WHERE account = 1", "impossible number"),
    ("UPDATE reading SET cursor = -1 WHERE account = 1", "impossible number -1"),
    ("UPDATE block SET start = 9223372036854775807", "impossible number"),
    ("UPDATE block SET finish = 9223372036854775807", "impossible number"),
    ("UPDATE block SET blocker = 0", "a blocker has the impossible number 0"),
    ("UPDATE login_block SET since = 9223372036854775807", "impossible time"),
    ("UPDATE token SET current = x'00'", "has no digest"),
    ("INSERT INTO file VALUES (9223372036854775807, 2, 1, 'f', 5, zeroblob(32), 1)", "impossible number"),
    ("INSERT INTO file VALUES (40, 2, 1, 'a/b', 5, zeroblob(32), 1)", "impossible name"),
    ("INSERT INTO file VALUES (40, 2, 1, 'f', 9223372036854775807, zeroblob(32), 1)", "impossible size"),
    ("INSERT INTO file VALUES (40, 2, 1, 'f', 5, zeroblob(3), 1)", "no SHA-256"),
    ("INSERT INTO file VALUES (40, 0, 1, 'f', 5, zeroblob(32), 1)", "receiver of a file"),
    ("PRAGMA user_version = -1", "impossible version -1"), ("PRAGMA user_version = 99", "newer version"),
    ("PRAGMA user_version = 0", "not the tables of a store"), ("PRAGMA user_version = 3", "not the tables of a store"),
    ("CREATE TRIGGER t AFTER INSERT ON broadcast BEGIN DELETE FROM account; END", "see \"t\""),
  ]

  @Test(arguments: damages.indices) func madeByHandTheyAreRefusedByName(_ index: Int) throws {
    let (sql, says) = Self.damages[index]
    let path = home.path(of: "damaged")
    try AtomicFile.write(image, to: path)
    let db = try Database(path: path)
    try db.execute(sql)
    try db.checkpoint(isWhole: true)
    try db.close()
    let said = try #require(try expectOneVoice(try FileBytes.read(path) ?? [], "\(sql)"), "\(sql)")
    #expect(said.contains(says), "\(sql): \(said)")
  }

  /// What the look at the start of a large store leaves out neither traps nor keeps anybody from the other messages.
  @Test(arguments: ["kind = 99", "sender = -4", "size = 77", "time = 9223372036854775807"])
  func aBadRowThatIsMetLaterIsPassedOver(_ damage: String) throws {
    let data = DataDirectory(path: home.path(of: "later"))
    try data.create()
    try AtomicFile.write(image, to: data.store)
    let store = try SQLiteStore(path: data.store)
    try store.pool.write { try $0.execute("UPDATE mail SET \(damage) WHERE id = 15") }
    let bodies = try store.page(of: Sample.account(2), after: .zero, through: Sample.entry(99), limit: 2).messages.map(
      \.body)
    #expect(bodies == ["to all", "it's for bob"])
    var reached = EntryID.zero
    var all: [String] = []
    while reached < Sample.entry(99) {
      let page = try store.page(of: Sample.account(2), after: reached, through: Sample.entry(99), limit: 1)
      all += page.messages.map(\.body)
      reached = page.reached
    }
    #expect(all.filter { $0 != "my notes.txt" } == ["to all", "it's for bob", "more words for all", "one"])
    try live(on: store, in: data)
    while try store.tidy(limit: 1) {}
    try store.close()
    #expect(try StoreHealth.of(data.store, depth: .quick)?.flaw?.hasPrefix("message 15 ") == true)
  }
}
