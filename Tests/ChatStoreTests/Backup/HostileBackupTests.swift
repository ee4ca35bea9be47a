import ChatSystem
import ChatTestSupport
import Testing

@testable import ChatStore

/// Backups whose hashes are all right and whose contents are not: made by somebody who wants harm, or by other versions.
@Suite struct HostileBackupTests {
  let box: BackupBox

  init() throws {
    box = try BackupBox()
  }

  /// Makes a backup of the box's own parts as `change` leaves them, sealed properly.
  private func refusal(
    _ edit: (inout [String: [UInt8]], inout [String]) throws -> Void = { _, _ in }, format: Int = 1,
    schema: Int32 = Schema.version
  ) throws -> (part: String, flaw: BackupFlaw)? {
    let entry = try box.backUp()
    let stage = try TemporaryDirectory()
    let reader = BackupReader(path: entry.path, makeDigest: BackupBox.digest)
    _ = try reader.unpack(to: stage.path, keepsFiles: true, isSynced: false) { _ in }
    var names = entry.manifest.parts.map(\.name)
    var parts: [String: [UInt8]] = [:]
    for name in names { parts[name] = try stage.bytes(of: name) }
    try edit(&parts, &names)
    for (name, bytes) in parts { try stage.write(bytes, to: name) }
    let manifest = BackupManifest(
      format: format, software: "x", schema: schema, microseconds: 1, time: "x", kind: .manual, hasFiles: true,
      parts: names.map {
        .init(name: $0, size: Int64(parts[$0]?.count ?? 0), sha256: String(repeating: "0", count: 64))
      })
    let path = stage.path(of: "archive.tar")
    try BackupArchive(path: path, makeDigest: BackupBox.digest).write(manifest, from: stage.path) { _ in }
    do {
      try box.verify(path)
      return nil
    } catch BackupError.refused(_, let part, let flaw) {
      // A restore says the same, and touches nothing.
      let before = try box.contents()
      #expect(throws: BackupError.refused(path: path, part: part, flaw)) { try box.restore(path) }
      #expect(try box.contents() == before)
      return (part, flaw)
    }
  }

  @Test func unchangedItIsTaken() throws {
    #expect(try refusal() == nil)
  }

  @Test func newerVersionsAreRefused() throws {
    #expect(try refusal(format: 3)?.flaw == .newerFormat(3))
    // The second layout is for large parts alone: a backup is written in one way.
    #expect(try refusal(format: 2)?.flaw == .notAManifest)
    let newer = try #require(try refusal(schema: Schema.version + 1))
    #expect(newer.part == "chat.sqlite")
    #expect(newer.flaw == .newerSchema(Schema.version + 1))
  }

  @Test(arguments: ["tls/.hidden", "tls/a/b", "files/007", "files/x", "chat.sqlite-wal", "lock", "text/notes.txt"])
  func otherNamesAreRefused(_ name: String) throws {
    let refused = try refusal { parts, names in
      parts[name] = [1]
      names.append(name)
    }
    #expect(refused?.part == name)
    #expect(refused?.flaw == .unexpected)
  }

  @Test func missingAndDoublePartsAreRefused() throws {
    #expect(try refusal { _, names in names.removeAll { $0 == "text/block_rep.txt" } }?.flaw == .missing)
    #expect(try refusal { _, names in names.removeAll { $0 == "chat.sqlite" } }?.part == "chat.sqlite")
    #expect(try refusal { _, names in names.append("para.txt") }?.flaw == .unexpected)
    #expect(try refusal { _, names in names.removeAll { $0 == "files/20" } }?.part == "files/20")
  }

  @Test func aFileThatTheStoreDoesNotKnowIsRefused() throws {
    let refused = try refusal { parts, names in
      parts["files/21"] = [1]
      names.append("files/21")
    }
    #expect(refused?.part == "files/21")
    #expect(refused?.flaw == .unknownFile)
    #expect(try refusal { parts, _ in parts["files/20"] = [1] }?.flaw == .unknownFile)
  }

  @Test func textsThatAreNoneAreRefused() throws {
    #expect(try refusal { parts, _ in parts["para.txt"] = Array("MaxCon many\n".utf8) }?.part == "para.txt")
    #expect(
      try refusal { parts, _ in parts["text/user_pass.txt"] = Array("alice\n".utf8) }?.part == "text/user_pass.txt")
  }

  @Test(arguments: [
    "CREATE TRIGGER t AFTER INSERT ON broadcast BEGIN DELETE FROM account; END", "CREATE VIEW v AS SELECT 1",
    "CREATE TABLE extra (x)", "DROP INDEX block_by_blocked", "PRAGMA application_id = 1", "PRAGMA user_version = 99",
    "PRAGMA user_version = 0", "UPDATE account SET verifier = 'x' WHERE id = 1",
    "UPDATE account SET name = 'a b' WHERE id = 1", "UPDATE account SET id = 0 WHERE id = 1",
    "UPDATE state SET value = 9223372036854775807", "UPDATE state SET value = -1",
    "UPDATE file SET size = 9223372036854775807", "UPDATE file SET size = -1",
    "INSERT INTO file SELECT id + 1, recipient, sender, 'x', 4611686018427387904, digest, time FROM file",
  ]) func aStoreThatIsNotOursIsRefused(_ sql: String) throws {
    let refused = try refusal { parts, _ in
      let file = try TemporaryDirectory()
      try file.write(parts["chat.sqlite"] ?? [], to: "s")
      let db = try Database(path: file.path(of: "s"))
      try db.execute(sql)
      try db.close()
      parts["chat.sqlite"] = try file.bytes(of: "s")
    }
    #expect(refused?.part == "chat.sqlite")
  }

  @Test func aDamagedStoreIsRefused() throws {
    var random = SeededGenerator()
    #expect(try refusal { parts, _ in parts["chat.sqlite"] = Array("no database".utf8) }?.part == "chat.sqlite")
    #expect(try refusal { parts, _ in parts["chat.sqlite"]?.removeLast(4_096) }?.part == "chat.sqlite")
    // Pages of noise; what stands in the room that no row uses, nobody sees, so the whole page.
    for _ in 0..<10 {
      let seed = random.seed
      let refused = try refusal { parts, _ in
        let pages = (parts["chat.sqlite"]?.count ?? 0) / 4_096
        let start = Int.random(in: 0..<pages, using: &random) * 4_096
        for index in start..<start + 4_096 { parts["chat.sqlite"]?[index] = .random(in: 1...255, using: &random) }
      }
      #expect(refused?.part == "chat.sqlite", "seed \(seed)")
    }
  }
}
