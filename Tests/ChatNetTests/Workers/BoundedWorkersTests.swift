import ChatTestSupport
import Dispatch
import Glibc
import Testing

@testable import ChatNet

@Suite struct BoundedWorkersTests {
  private let queue = DispatchQueue(label: "test.workers")

  /// Keeps the only thread busy until the gate is opened.
  private func occupy(_ workers: BoundedWorkers) -> DispatchSemaphore {
    let gate = DispatchSemaphore(value: 0)
    let begun = DispatchSemaphore(value: 0)
    let isTaken = workers.submit(key: "gate", on: queue) {
      begun.signal()
      gate.wait()
    } completion: {
    }
    #expect(isTaken)
    #expect(begun.wait(timeout: .now() + 20) == .success)
    return gate
  }

  @Test func deliversResultsOnTheQueue() throws {
    let workers = try BoundedWorkers(threads: 2, backlog: 1_000, backlogPerKey: 1_000)
    let results = Collector<Int>()
    for number in 0..<500 {
      let isTaken = workers.submit(key: "k", on: queue) {
        number * 2
      } completion: { [queue] result in
        dispatchPrecondition(condition: .onQueue(queue))
        results.add(result)
      }
      #expect(isTaken)
    }
    try results.wait(count: 500)
    #expect(results.all.sorted() == (0..<500).map { $0 * 2 })
  }

  @Test func servesKeysInTurn() throws {
    let workers = try BoundedWorkers(threads: 1, backlog: 100, backlogPerKey: 100)
    let gate = occupy(workers)
    let order = Collector<String>()
    for name in ["flood", "flood", "flood", "flood", "honest", "other"] {
      let isTaken = workers.submit(key: name, on: queue) {
        name
      } completion: {
        order.add($0)
      }
      #expect(isTaken)
    }
    gate.signal()
    try order.wait(count: 6)
    #expect(order.all == ["flood", "honest", "other", "flood", "flood", "flood"])
  }

  @Test func refusesWhatIsTooMuch() throws {
    let workers = try BoundedWorkers(threads: 1, backlog: 3, backlogPerKey: 2)
    let gate = occupy(workers)
    let done = Collector<String>()
    let taken = ["a", "a", "a", "b", "c"].map { key in
      workers.submit(key: key, on: queue) {
        key
      } completion: {
        done.add($0)
      }
    }
    #expect(taken == [true, true, false, true, false])
    #expect(workers.waitingCount == 3 && workers.mostOfOneKey == 2)
    gate.signal()
    try done.wait(count: 3)
    #expect(done.all == ["a", "b", "a"])
    #expect(
      workers.submit(key: "c", on: queue) {
        "c"
      } completion: {
        done.add($0)
      })
    try done.wait(count: 4)
  }

  @Test func worksAtLowerPriority() throws {
    let workers = try BoundedWorkers(threads: 1, backlog: 1, backlogPerKey: 1, niceness: 7)
    let niceness = Collector<Int32>()
    _ = workers.submit(key: "k", on: queue) {
      getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
    } completion: {
      niceness.add($0)
    }
    try niceness.wait(count: 1)
    #expect(niceness.all == [7])
  }

  @Test func dropsWhatWaitsWhenItStops() throws {
    let workers = try BoundedWorkers(threads: 1, backlog: 10, backlogPerKey: 10)
    let gate = occupy(workers)
    let held = Witness()
    weak let witness: Witness? = held
    do {
      let work = held
      _ = workers.submit(key: "k", on: queue) {
        work.name
      } completion: { _ in
        Issue.record("was not dropped")
      }
    }
    workers.stop()
    gate.signal()
    queue.sync {}
    #expect(witness != nil)
  }

  /// Something a closure can hold.
  private final class Witness: Sendable {
    let name = "witness"
  }
}
