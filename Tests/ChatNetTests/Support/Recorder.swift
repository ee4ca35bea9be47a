import ChatSystem
import Glibc
import Testing

@testable import ChatNet

/// A loop's delegate that writes down what it is told, and lets a test wait for it.
final class Recorder: ConnectionLoopDelegate, Sendable {
  struct Log {
    var received: [UInt64: [UInt8]] = [:]
    var calls: [String] = []
    var closed: [UInt64: [CloseReason]] = [:]
    var turns = 0
    var drained = 0
    var bulkWanted = 0
    var largestRead = 0
    var plain: [UInt64: [UInt8]] = [:]
  }

  private let log = Locked(Log())
  /// What to do with received bytes besides writing them down.
  let onReceived: @Sendable (Connection, [UInt8]) -> Void
  let onBulkWanted: @Sendable (Connection) -> Void

  init(
    onReceived: @escaping @Sendable (Connection, [UInt8]) -> Void = { _, _ in },
    onBulkWanted: @escaping @Sendable (Connection) -> Void = { _ in }
  ) {
    self.onReceived = onReceived
    self.onBulkWanted = onBulkWanted
  }

  var now: Log { log.withLock { $0 } }

  /// Waits until what is written down fulfils `condition`, which must not wait for the loop.
  func wait(_ what: String, sourceLocation: SourceLocation = #_sourceLocation, until condition: (Log) -> Bool) {
    let end = MonotonicClock.now() + 20_000_000_000
    while MonotonicClock.now() < end {
      if log.withLock({ condition($0) }) { return }
      sched_yield()
    }
    Issue.record("did not come in 20 s: \(what)", sourceLocation: sourceLocation)
  }

  func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {
    log.withLock {
      $0.received[connection.token, default: []].append(contentsOf: bytes)
      $0.largestRead = max($0.largestRead, bytes.count)
      $0.calls.append("received")
    }
    onReceived(connection, Array(bytes))
  }

  func spokePlainly(_ bytes: UnsafeRawBufferPointer, _ connection: Connection) {
    log.withLock { $0.plain[connection.token] = Array(bytes) }
    connection.send(SharedBytes(Array("plain words".utf8)).slice)
  }

  func turnEnded(_ loop: ConnectionLoop) {
    log.withLock {
      $0.turns += 1
      $0.calls.append("turn")
    }
  }

  func drained(_ connection: Connection) {
    log.withLock { $0.drained += 1 }
  }

  func bulkWanted(_ connection: Connection) {
    log.withLock { $0.bulkWanted += 1 }
    onBulkWanted(connection)
  }

  func closed(_ connection: Connection, _ reason: CloseReason) {
    log.withLock {
      $0.closed[connection.token, default: []].append(reason)
      $0.calls.append("closed")
    }
  }
}
