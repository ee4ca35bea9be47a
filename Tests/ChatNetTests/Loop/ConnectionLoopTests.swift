import ChatSystem
import Dispatch
import Glibc
import Testing

@testable import ChatNet

@Suite struct ConnectionLoopTests {
  @Test func echoesBytes() throws {
    let fixture = try LoopFixture(recorder: Recorder { connection, bytes in connection.send(SharedBytes(bytes).slice) })
    let pair = try SocketPair()
    _ = try fixture.adopt(pair)
    pair.write("hello")
    #expect(pair.readText(5) == "hello")
  }

  @Test func endsTheTurnAfterAllReads() throws {
    let fixture = try LoopFixture()
    let pairs = try (0..<8).map { _ in try SocketPair() }
    for pair in pairs {
      pair.write("x")
      pair.awaitArrival()
    }
    // Adopted in one go, so that one look finds them all.
    try fixture.onQueue { loop in for pair in pairs { try loop.adopt(pair.ours, remote: pair.remote) } }
    fixture.recorder.wait("all bytes and a turn") { $0.received.count == 8 && $0.calls.last == "turn" }
    #expect(fixture.recorder.now.calls.filter { $0 == "received" }.count == 8)
    #expect(fixture.recorder.now.turns == 1)
  }

  @Test func readsLittleATurn() throws {
    var settings = LoopSettings()
    settings.readSize = 100
    settings.bulkReadSize = 1_000
    let fixture = try LoopFixture(settings)
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair)
    pair.write([UInt8](repeating: 7, count: 5_000))
    fixture.recorder.wait("the bytes") { $0.received[connection.token]?.count == 5_000 }
    #expect(fixture.recorder.now.largestRead == 100)
    fixture.onQueue { _ in connection.expectsBulk = true }
    pair.write([UInt8](repeating: 7, count: 5_000))
    fixture.recorder.wait("more bytes") { $0.received[connection.token]?.count == 10_000 }
    #expect(fixture.recorder.now.largestRead > 100)
  }

  @Test func performsJobsInOrderAndFlushesThem() throws {
    let fixture = try LoopFixture()
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair)
    for digit in 0..<1_000 {
      fixture.loop.perform { connection.send(SharedBytes([UInt8(digit % 10)]).slice) }
    }
    #expect(pair.read(1_000) == (0..<1_000).map { UInt8($0 % 10) })
  }

  @Test func patientJobsLetTheOthersPass() throws {
    var settings = LoopSettings()
    settings.patientJobsPerTurn = 8
    let fixture = try LoopFixture(settings)
    let order = Locked<[String]>([])
    let done = DispatchSemaphore(value: 0)
    // All are left before the loop looks.
    fixture.onQueue { loop in
      for number in 0..<100 {
        loop.performPatiently {
          order.withLock { $0.append("\(number)") }
          if number == 20 { loop.perform { order.withLock { $0.append("urgent") } } }
          if number == 99 { done.signal() }
        }
      }
      loop.perform { order.withLock { $0.append("first") } }
    }
    #expect(done.wait(timeout: .now() + 20) == .success)
    let ran = order.withLock { $0 }
    var expected = (0..<100).map { "\($0)" }
    expected.insert("urgent", at: 24)
    expected.insert("first", at: 0)
    #expect(ran == expected)
  }

  @Test func flushesAfterAPlainAsync() throws {
    let fixture = try LoopFixture()
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair)
    fixture.loop.queue.async { connection.send(SharedBytes(Array("plain".utf8)).slice) }
    #expect(pair.readText(5) == "plain")
  }

  @Test func holdsAThousandIdleConnections() throws {
    let fixture = try LoopFixture()
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = min(limit.rlim_max, 8_192)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    let pairs = try (0..<1_000).map { _ in try SocketPair() }
    let connections = try pairs.map { try fixture.adopt($0) }
    #expect(fixture.onQueue { $0.connectionCount } == 1_000)
    fixture.loop.perform { for connection in connections { connection.send(SharedBytes([42]).slice) } }
    for pair in pairs { #expect(pair.read(1) == [42]) }
    for pair in pairs { pair.endPeer() }
    fixture.recorder.wait("all closed") { $0.closed.count == 1_000 }
    #expect(fixture.recorder.now.closed.values.allSatisfy { $0 == [.peerClosed] })
    #expect(fixture.onQueue { $0.connectionCount } == 0)
  }

  @Test func doesNotMixUpAPlaceLetAgain() throws {
    let fixture = try LoopFixture()
    let first = try SocketPair()
    let old = try fixture.adopt(first)
    fixture.onQueue { _ in old.close() }
    let second = try SocketPair()
    let new = try fixture.adopt(second)
    #expect(old.token != new.token)
    second.write("new")
    fixture.recorder.wait("bytes") { $0.received[new.token] == Array("new".utf8) }
    #expect(fixture.recorder.now.received[old.token] == nil)
    #expect(fixture.recorder.now.closed == [old.token: [.closedByUs]])
  }
}
