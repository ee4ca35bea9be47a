import ChatCore
import ChatNet
import ChatStore
import ChatSystem
import ChatTestSupport
import Dispatch
import Testing

@testable import ChatServer

/// After a failed fsync nobody can tell what is on disk: nothing may be stored, or told as stored, from then on.
@Suite struct FailedSyncTests {
  @Test func nothingIsCommittedAfterAFailedCommit() throws {
    let storage = SickStorage(failingCommit: 2)
    let (parts, failures) = try start(storage)
    let stored = Locked<[Bool]>([])
    register("amy", parts, stored)
    // The commit of amy is under way or has failed: bob is gathered on top of it, or comes after it.
    register("bob", parts, stored)
    failures.wait()
    register("cat", parts, stored)
    parts.room.queue.sync {}
    #expect(stored.withLock { $0 } == [])
    // The first one is that of the block of ids.
    #expect(storage.commits == 2)
    #expect(failures.wait(timeout: .now()) == .timedOut, "it was told twice")
  }

  @Test func aFailureToMoveTheLogCountsToo() throws {
    let storage = SickStorage(failingMove: true)
    let (parts, failures) = try start(storage)
    let stored = Locked<[Bool]>([])
    register("amy", parts, stored)
    failures.wait()
    register("bob", parts, stored)
    parts.room.queue.sync {}
    #expect(stored.withLock { $0 } == [true] && storage.commits == 2)
  }

  @Test func aFailureBesideTheCommitsCountsToo() throws {
    let storage = SickStorage(failingTidy: true)
    let (parts, failures) = try start(storage)
    failures.wait()
    let stored = Locked<[Bool]>([])
    register("amy", parts, stored)
    parts.room.queue.sync {}
    #expect(stored.withLock { $0 } == [] && storage.commits == 1)
  }

  private func start(_ storage: SickStorage) throws -> (ServerParts, failures: DispatchSemaphore) {
    let directory = try TemporaryDirectory()
    let failures = DispatchSemaphore(value: 0)
    let log = ServerLog(
      directory: directory.path(of: "logs"), settings: LogSettings(), console: Console(descriptor: -1))
    let parts = try ServerParts(
      settings: Settings(), parameters: Parameters(), storage: storage,
      depotPath: directory.path(of: "files"), log: log)
    parts.room.onFatalError { _ in failures.signal() }
    return (parts, failures)
  }

  private func register(_ name: String, _ parts: ServerParts, _ stored: Locked<[Bool]>) {
    parts.room.administer({ (room, turn) throws(AdminError) in
      let verifier = PasswordVerifier(cost: .standard, salt: [1], hash: [UInt8](repeating: 2, count: 32))
      return try verifier.map { verifier throws(AdminError) in [try room.adding(name, verifier, turn: turn)] } ?? []
    }) { outcome in
      if let isStored = try? outcome.get() { stored.withLock { $0.append(isStored) } }
    }
  }
}

/// Commits nothing, and has an fsync fail.
private final class SickStorage: ChatStorage {
  private let counter = Locked(0)
  private let failingCommit: Int?
  private let failingTidy: Bool
  private let failingMove: Bool

  init(failingCommit: Int? = nil, failingTidy: Bool = false, failingMove: Bool = false) {
    self.failingCommit = failingCommit
    self.failingTidy = failingTidy
    self.failingMove = failingMove
  }

  /// How many were tried.
  var commits: Int { counter.withLock { $0 } }

  func load() throws(StoreError) -> DurableState { DurableState() }

  func commit(_ batch: LogBatch) throws(StoreError) {
    let number = counter.withLock { count in
      count += 1
      return count
    }
    if number == failingCommit { throw .syncFailed(detail: "for the test") }
  }

  func page(of account: AccountID, after: EntryID, through: EntryID, limit: Int) throws(StoreError) -> MessagePage {
    MessagePage(messages: [], reached: through)
  }

  func past(_ query: PastQuery) throws(StoreError) -> PastOutcome { .failed }

  func tidy(limit: Int) throws(StoreError) -> Bool {
    if failingTidy { throw .syncFailed(detail: "for the test") }
    return false
  }

  /// Long enough to be moved after any commit.
  var pagesInLog: Int { failingMove ? .max / 2 : 0 }

  func moveLog() throws(StoreError) -> Int {
    if failingMove { throw .syncFailed(detail: "for the test") }
    return 0
  }
}
