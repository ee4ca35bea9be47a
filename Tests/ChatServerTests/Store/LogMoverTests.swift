import ChatCore
import ChatStore
import ChatSystem
import Dispatch
import Testing

@testable import ChatServer

@Suite struct LogMoverTests {
  private let commits = DispatchQueue(label: "commits")

  init() {
    commits.setSpecific(key: Self.isCommits, value: true)
  }

  private static let isCommits = DispatchSpecificKey<Bool>()

  @Test func mostIsMovedBesideTheCommitsAndTheRestBetweenThem() {
    let storage = LongLog(pages: 1_000, left: [700, 100, 40, 0])
    let mover = LogMover(storage: storage, commits: commits)
    commits.sync { mover.moveIfLong() }
    storage.ended.wait()
    commits.sync {}
    #expect(storage.moves == [false, false, false, true])
  }

  @Test func aShortOneIsLeftAlone() {
    let storage = LongLog(pages: 999, left: [])
    let mover = LogMover(storage: storage, commits: commits)
    commits.sync {
      mover.moveIfLong()
      mover.stop()
    }
    #expect(storage.moves == [])
  }

  @Test func commitsThatAreFasterAreMadeToWaitInTheEnd() {
    let storage = LongLog(pages: 1_000, left: [900, 900, 900, 900, 0])
    let mover = LogMover(storage: storage, commits: commits)
    commits.sync { mover.moveIfLong() }
    storage.ended.wait()
    commits.sync {}
    #expect(storage.moves == [false, false, false, false, true])
  }

  @Test func whatSomebodyReadsIsLeftUntilItHasGrown() {
    let storage = LongLog(pages: 1_500, left: [10, 10])
    let mover = LogMover(storage: storage, commits: commits)
    commits.sync { mover.moveIfLong() }
    storage.ended.wait()
    commits.sync { mover.moveIfLong() }
    #expect(storage.moves == [false, true])
    storage.grow(to: 2_500, left: [0, 0])
    commits.sync { mover.moveIfLong() }
    storage.ended.wait()
    commits.sync {}
    #expect(storage.moves == [false, true, false, true])
  }

  @Test func nothingIsMovedOnceItIsStopped() {
    let storage = LongLog(pages: 1_000, left: [0])
    let mover = LogMover(storage: storage, commits: commits)
    commits.sync {
      mover.moveIfLong()
      mover.stop()
      mover.moveIfLong()
    }
    commits.sync {}
    #expect(storage.moves == [false])
  }

  /// A storage that is all log.
  private final class LongLog: ChatStorage {
    private struct State {
      var pages: Int
      var left: [Int]
      /// Of each move whether it was made on the queue of the commits.
      var moves: [Bool] = []
    }

    private let state: Locked<State>
    /// Signalled with the last of the moves.
    let ended = DispatchSemaphore(value: 0)

    init(pages: Int, left: [Int]) {
      state = Locked(State(pages: pages, left: left))
    }

    var moves: [Bool] { state.withLock { $0.moves } }
    var pagesInLog: Int { state.withLock { $0.pages } }

    func grow(to pages: Int, left: [Int]) {
      state.withLock { state in
        state.pages = pages
        state.left = left
      }
    }

    func moveLog() throws(StoreError) -> Int {
      let isBetween = DispatchQueue.getSpecific(key: LogMoverTests.isCommits) == true
      return state.withLock { state in
        state.moves.append(isBetween)
        let left = state.left.removeFirst()
        if state.left.isEmpty { ended.signal() }
        return left
      }
    }

    func load() throws(StoreError) -> DurableState { DurableState() }
    func commit(_ batch: LogBatch) throws(StoreError) {}
    func page(of account: AccountID, after: EntryID, through: EntryID, limit: Int) throws(StoreError) -> MessagePage {
      MessagePage(messages: [], reached: through)
    }
    func past(_ query: PastQuery) throws(StoreError) -> PastOutcome { .failed }
    func tidy(limit: Int) throws(StoreError) -> Bool { false }
  }
}
