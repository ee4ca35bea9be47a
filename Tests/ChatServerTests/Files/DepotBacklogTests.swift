import ChatCore
import ChatSystem
import ChatTestSupport
import Dispatch
import Testing

@testable import ChatServer

@Suite struct DepotBacklogTests {
  private func chunk(_ transfer: UInt64, _ count: Int = Upload.maximumChunk) -> TransferFrame {
    .chunk(TransferID(rawValue: transfer), [UInt8](repeating: 1, count: count))
  }

  @Test func aWholeWindowOfATransferMayWait() {
    let backlog = DepotBacklog()
    for _ in 0..<Int(Upload.window) / Upload.maximumChunk {
      #expect(backlog.add(chunk(1)) == .room)
    }
    #expect(backlog.add(chunk(1, 1)) == .overdrawn)
    // Another one has its own.
    #expect(backlog.add(chunk(2)) == .room)
    #expect(!backlog.remove(chunk(1)))
    #expect(backlog.add(chunk(1)) == .room)
    #expect(backlog.add(chunk(1, 1)) == .overdrawn)
  }

  @Test func whatIsFullHasRoomAgainOnceAndAtHalf() {
    let backlog = DepotBacklog()
    var added: [TransferFrame] = []
    repeat { added.append(chunk(UInt64(added.count))) } while backlog.add(added[added.count - 1]) == .room
    #expect(added.count == DepotBacklog.limit / (Upload.maximumChunk + DepotBacklog.overhead) + 1)
    var answers: [Bool] = []
    for frame in added { answers.append(backlog.remove(frame)) }
    #expect(answers.count { $0 } == 1)
    #expect(answers[added.count / 2])
  }

  @Test func framesWithoutBytesCountToo() {
    let backlog = DepotBacklog()
    let frame = TransferFrame.credit(TransferID(rawValue: 1), bytes: 1)
    var count = 0
    while backlog.add(frame) == .room { count += 1 }
    #expect(count == DepotBacklog.limit / DepotBacklog.overhead)
  }

  /// While the disk does nothing, a bounded part of what comes waits; afterwards the shard is told.
  @Test func theDepotTellsWhenItHasCaughtUp() throws {
    let directory = try TemporaryDirectory()
    let told = Locked<[SessionID]>([])
    let depot = Depot(
      directory: DepotDirectory(path: directory.path),
      outlets: Depot.Outlets(
        send: { _, _ in }, sendBulk: { _, _ in }, hasRoom: { session in told.withLock { $0.append(session) } },
        tell: { _ in }))
    let session = SessionID(serial: 7, shard: 0)
    let backlog = DepotBacklog()
    let disk = DispatchSemaphore(value: 0)
    depot.queue.async { disk.wait() }
    var transfer: UInt64 = 0
    var verdict = DepotBacklog.Verdict.room
    while verdict == .room {
      transfer += 1
      verdict = backlog.add(chunk(transfer))
      depot.take(chunk(transfer), from: session, backlog)
    }
    #expect(verdict == .full)
    #expect(told.withLock { $0 }.isEmpty)
    disk.signal()
    depot.queue.sync {}
    #expect(told.withLock { $0 } == [session])
    #expect(backlog.add(chunk(1)) == .room)
  }
}
