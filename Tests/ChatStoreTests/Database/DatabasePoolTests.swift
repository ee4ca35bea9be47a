import CSQLite
import ChatTestSupport
import Testing

@testable import ChatStore

/// Who writes and who reads beside it.
@Suite struct DatabasePoolTests {
  private let directory: TemporaryDirectory
  private let pool: DatabasePool

  private struct Refusal: Error {}

  init() throws {
    directory = try TemporaryDirectory()
    pool = try DatabasePool(
      path: directory.path(of: "database"), access: .readWrite, patience: 0, settings: "PRAGMA trusted_schema = OFF",
      writing: "PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER PRIMARY KEY)")
  }

  private func insert(_ number: Int64) throws {
    _ = try pool.write { try $0.run("INSERT INTO t VALUES (?1)", number) }
  }

  private func count(in db: Database) throws -> Int64? {
    try db.number("SELECT count(*) FROM t")
  }

  @Test func aReaderSeesOneStateWhateverIsWrittenMeanwhile() throws {
    try insert(1)
    try pool.read { first in
      #expect(try count(in: first) == 1)
      try insert(2)
      try pool.read { second in
        #expect(try count(in: second) == 2)
        try insert(3)
        #expect(try count(in: first) == 1)
        #expect(try count(in: second) == 2)
      }
    }
    #expect(try pool.read(count) == 3)
  }

  /// A reader that was left with a statement half read would go on to see what was then.
  @Test func aReaderThatFailedKeepsNoOldState() throws {
    for number in 1...3 as ClosedRange<Int64> { try insert(number) }
    #expect(throws: Refusal.self) {
      try pool.read { db in
        _ = try db.rows("SELECT n FROM t") { _ in throw Refusal() }
      }
    }
    try insert(4)
    #expect(try pool.read(count) == 4)
    #expect(try pool.read { try SQLStatement("SELECT n FROM t", in: $0).step() })
    try insert(5)
    #expect(try pool.read(count) == 5)
  }

  @Test func readersCanNotWrite() throws {
    let error = #expect(throws: DatabaseError.self) { try pool.read { try $0.run("INSERT INTO t VALUES (1)") } }
    #expect(error?.primaryCode == SQLITE_READONLY)
    let mute = try DatabasePool(
      path: directory.path(of: "database"), access: .readOnly, patience: 0, settings: "", writing: "nonsense")
    #expect(throws: DatabaseError.self) { try mute.write { try $0.run("INSERT INTO t VALUES (1)") } }
    #expect(try mute.read(count) == 0)
  }

  @Test func aConnectionIsUsedAgain() throws {
    let first = try pool.read { ObjectIdentifier($0) }
    let again = try pool.read { one in
      try pool.read { other in #expect(one !== other) }
      return ObjectIdentifier(one)
    }
    #expect(again == first)
  }

  @Test func manyReadAtOnce() async throws {
    try insert(1)
    try await withThrowingTaskGroup(of: Int64?.self) { group in
      for _ in 0..<64 {
        group.addTask { [pool] in try pool.read { try $0.number("SELECT count(*) FROM t") } }
      }
      for try await count in group { #expect(count == 1) }
    }
  }

  @Test func whatIsClosedSaysSoAndTheLogIsGone() throws {
    try insert(1)
    #expect(try pool.read(count) == 1)
    try pool.close()
    #expect(try directory.names() == ["database"])
    #expect(throws: DatabaseError.closed) { try pool.read(count) }
    #expect(throws: DatabaseError.closed) { try insert(2) }
  }
}
