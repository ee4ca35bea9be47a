import ChatCore
import ChatSystem
import ChatTestSupport
import Foundation
import Testing

@testable import ChatStore

/// What is kept of a store before an upgrade.
@Suite struct OldStoreTests {
  let directory: TemporaryDirectory
  private var path: String { directory.path(of: "chat.sqlite") }
  private var backups: String { directory.path(of: "backups") }
  private var name: String { "before_schema_\(Schema.version)" }

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func makeFirstVersion(in path: String? = nil) throws {
    let dump = try String(contentsOfFile: fixture("schema-v1.sql"), encoding: .utf8)
    let db = try Database(path: path ?? self.path)
    try db.execute(dump)
    try db.close()
  }

  @Test func theOldOneIsKeptBesideTheNew() throws {
    try makeFirstVersion()
    try SQLiteStore.open(path: path, keepingOldIn: backups).close()
    #expect(try directory.names(in: "backups") == [name])
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(backups)/\(name)")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try StoreFile.version(of: "\(backups)/\(name)") == 1)
    // It is a store: put back, it is brought up to date as the first one was.
    try FileManager.default.copyItem(atPath: "\(backups)/\(name)", toPath: directory.path(of: "again"))
    let again = try SQLiteStore.open(path: directory.path(of: "again"), keepingOldIn: nil)
    #expect(try again.load().accounts.map(\.name.text) == ["alice", "Bob"])
    // What is up to date is not copied.
    try SQLiteStore.open(path: path, keepingOldIn: backups).close()
    #expect(try directory.names(in: "backups") == [name])
  }

  @Test func anUpgradeThatIsTriedAgainKeepsOneCopyAndAnotherStoreASecondOne() throws {
    for _ in 0..<2 {
      try? FileManager.default.removeItem(atPath: path)
      try makeFirstVersion()
      try SQLiteStore.open(path: path, keepingOldIn: backups).close()
      #expect(try directory.names(in: "backups") == [name])
    }
    try FileManager.default.removeItem(atPath: path)
    try makeFirstVersion()
    let db = try Database(path: path)
    try db.execute("UPDATE account SET last_seen = 5 WHERE id = 1")
    try db.close()
    try SQLiteStore.open(path: path, keepingOldIn: backups).close()
    #expect(try directory.names(in: "backups") == [name, "\(name).2"])
  }

  @Test func withoutRoomNothingIsBegun() throws {
    guard SmallDisk.isAllowed else {
      print("SKIPPED withoutRoomNothingIsBegun: mounting a small tmpfs takes root")
      return
    }
    let disk = try SmallDisk(megabytes: 2)
    let path = disk.directory.path(of: "chat.sqlite")
    let backups = disk.directory.path(of: "backups")
    try makeFirstVersion(in: path)
    let db = try Database(path: path)
    for id in 100..<200 as Range<Int64> {
      try db.run("INSERT INTO mail VALUES (2, ?, 0, 1, 1, CAST(zeroblob(8000) AS TEXT), NULL, NULL)", id)
    }
    try db.close()
    do {
      _ = try SQLiteStore.open(path: path, keepingOldIn: backups)
      Issue.record("there was room")
    } catch {
      guard case .noRoom(path, backups, let needed, let free) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(needed > free)
      #expect("\(error)".contains("Make room there and try again; nothing was changed."))
    }
    #expect(try StoreFile.version(of: path) == 1)
    #expect(try DirectoryEntries.names(of: backups) == [])
  }

  @Test func anOlderProgramNamesTheCopyThatItCanRead() throws {
    try makeFirstVersion()
    try SQLiteStore.open(path: path, keepingOldIn: backups).close()
    let db = try Database(path: path)
    try db.execute("PRAGMA user_version = 999")
    try db.close()
    // One that it can't read is not named.
    let newer = try FileBytes.read(path) ?? []
    try AtomicFile.write(newer, to: "\(backups)/before_schema_1000")
    let detail =
      "it was written by a newer version of chatctl (schema 999, known \(Schema.version)); as it was before that, it is "
      + "kept in \(backups)/\(name)"
    #expect(throws: StoreError.unreadable(path: path, detail: detail)) { try SQLiteStore(path: path) }
    #expect(throws: StoreError.unreadable(path: path, detail: detail)) {
      try SQLiteStore.open(path: path, keepingOldIn: backups)
    }
    #expect(try StoreHealth.of(path, depth: .quick)?.flaw == detail)
  }
}
