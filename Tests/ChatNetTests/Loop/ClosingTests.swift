import Glibc
import Testing

@testable import ChatNet

@Suite struct ClosingTests {
  @Test func reportsAnOrderlyEndAfterTheLastBytes() throws {
    let fixture = try LoopFixture()
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair)
    let bytes = [UInt8](repeating: 1, count: 20_000)
    pair.write(bytes)
    pair.endPeer()
    fixture.recorder.wait("the end") { !$0.closed.isEmpty }
    #expect(fixture.recorder.now.received[connection.token] == bytes)
    #expect(fixture.recorder.now.closed[connection.token] == [.peerClosed])
    #expect(fixture.recorder.now.calls.last == "turn" || fixture.recorder.now.calls.last == "closed")
  }

  @Test func reportsAHalfClosedPeer() throws {
    let fixture = try LoopFixture()
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair)
    pair.write("last words")
    shutdown(pair.peer, Int32(SHUT_WR))
    fixture.recorder.wait("the end") { $0.closed[connection.token] == [.peerClosed] }
    #expect(fixture.recorder.now.received[connection.token] == Array("last words".utf8))
  }

  @Test func reportsAReset() throws {
    let fixture = try LoopFixture()
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair)
    pair.resetPeer()
    fixture.recorder.wait("the end") { $0.closed[connection.token] == [.failed(ECONNRESET)] }
  }

  @Test func noticesAResetWhilePaused() throws {
    let fixture = try LoopFixture()
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair)
    fixture.onQueue { _ in connection.pauseReading() }
    pair.resetPeer()
    fixture.recorder.wait("the end") { $0.closed[connection.token] == [.failed(ECONNRESET)] }
  }

  @Test func readsNothingWhilePaused() throws {
    let fixture = try LoopFixture()
    let pair = try SocketPair()
    let other = try SocketPair()
    let connection = try fixture.adopt(pair)
    fixture.onQueue { _ in connection.pauseReading() }
    pair.write("waits")
    pair.endPeer()
    let second = try fixture.adopt(other)
    other.write("comes")
    fixture.recorder.wait("the other's bytes") { $0.received[second.token] != nil }
    #expect(fixture.recorder.now.received[connection.token] == nil)
    fixture.onQueue { _ in connection.resumeReading() }
    fixture.recorder.wait("bytes and end") { $0.closed[connection.token] == [.peerClosed] }
    #expect(fixture.recorder.now.received[connection.token] == Array("waits".utf8))
  }

  @Test func deliversWhatWasReceivedBeforeAFailedWrite() throws {
    let fixture = try LoopFixture()
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair)
    fixture.onQueue { _ in connection.pauseReading() }
    // The peer ends with a byte unread, which makes its end a reset for whoever writes.
    pair.write("last words")
    fixture.onQueue { _ in connection.send(SharedBytes([1]).slice) }
    fixture.onQueue { _ in }
    shutdown(pair.peer, Int32(SHUT_WR))
    fixture.onQueue { _ in
      connection.resumeReading()
      connection.send(SharedBytes([2]).slice)
    }
    fixture.recorder.wait("the end") { $0.closed[connection.token]?.count == 1 }
    #expect(fixture.recorder.now.received[connection.token] == Array("last words".utf8))
  }

  @Test func reportsOurOwnCloseOnce() throws {
    let fixture = try LoopFixture()
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair)
    fixture.onQueue { _ in
      connection.owner = Recorder()
      connection.close()
      connection.close()
      connection.send(SharedBytes([1]).slice)
      connection.closeAfterWriting()
    }
    pair.resetPeer()
    fixture.recorder.wait("the end") { !$0.closed.isEmpty }
    fixture.onQueue { $0.stop() }
    #expect(fixture.recorder.now.closed == [connection.token: [.closedByUs]])
    #expect(fixture.onQueue { _ in connection.owner == nil })
  }

  @Test func writesEverythingBeforeItCloses() throws {
    let fixture = try LoopFixture()
    let pair = try SocketPair(buffers: 8_192)
    let connection = try fixture.adopt(pair)
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
    fixture.onQueue { _ in
      pair.write("unread, so that a plain close would be a reset")
      connection.send(SharedBytes(bytes).slice)
      connection.closeAfterWriting()
      connection.send(SharedBytes([9]).slice)
    }
    #expect(pair.read(300_001) == bytes)
    #expect(fixture.recorder.now.closed.isEmpty)
    pair.endPeer()
    fixture.recorder.wait("the end") { $0.closed[connection.token] == [.closedByUs] }
    #expect(fixture.recorder.now.received.isEmpty)
  }

  @Test func lingersNoLongerThanAllowed() throws {
    let fixture = try LoopFixture()
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair)
    fixture.onQueue { _ in connection.closeAfterWriting() }
    #expect(pair.read(1).isEmpty)
    fixture.pass(seconds: 1.9)
    #expect(fixture.onQueue { _ in !connection.isClosed })
    fixture.pass(seconds: 0.2)
    fixture.recorder.wait("the end") { $0.closed[connection.token] == [.closedByUs] }
  }

  @Test func stopClosesEveryone() throws {
    let fixture = try LoopFixture()
    let pairs = try (0..<10).map { _ in try SocketPair() }
    for pair in pairs { _ = try fixture.adopt(pair) }
    fixture.onQueue { $0.stop() }
    #expect(fixture.recorder.now.closed.count == 10)
    #expect(fixture.recorder.now.closed.values.allSatisfy { $0 == [.closedByUs] })
    for pair in pairs { #expect(pair.read(1).isEmpty) }
    let late = try SocketPair()
    #expect(throws: NetError(.epoll, code: ESHUTDOWN)) { try fixture.adopt(late) }
  }

  @Test func closesAConnectionInsideItsOwnCall() throws {
    let fixture = try LoopFixture(recorder: Recorder(onReceived: { connection, _ in connection.close() }))
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair)
    pair.write([UInt8](repeating: 0, count: 9_000))
    fixture.recorder.wait("the end") { $0.closed[connection.token] == [.closedByUs] }
    #expect(fixture.recorder.now.received[connection.token]?.count == 4_096)
  }

  @Test func whoWasToldOfALongerTimeMayBeSilentForIt() throws {
    var settings = LoopSettings()
    settings.silenceTimeout = 30
    let fixture = try LoopFixture(settings)
    let (before, after) = (try SocketPair(), try SocketPair())
    let early = try fixture.adopt(before)
    fixture.pass(seconds: 1)
    fixture.onQueue { $0.change(silenceTimeout: 5, setUpTimeout: nil) }
    let late = try fixture.adopt(after)
    fixture.pass(seconds: 6)
    fixture.recorder.wait("the end") { $0.closed[late.token] == [.silent] }
    #expect(fixture.recorder.now.closed.count == 1)
    fixture.pass(seconds: 24)
    fixture.recorder.wait("the other's") { $0.closed[early.token] == [.silent] }
  }

  @Test func aLongerTimeHoldsForAll() throws {
    var settings = LoopSettings()
    settings.silenceTimeout = 5
    let fixture = try LoopFixture(settings)
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair)
    fixture.pass(seconds: 1)
    fixture.onQueue { $0.change(silenceTimeout: 30, setUpTimeout: nil) }
    fixture.pass(seconds: 20)
    fixture.onQueue { _ in #expect(!connection.isClosed) }
    fixture.pass(seconds: 10)
    fixture.recorder.wait("the end") { $0.closed[connection.token] == [.silent] }
  }

  @Test func closesTheSilent() throws {
    var settings = LoopSettings()
    settings.silenceTimeout = 30
    let fixture = try LoopFixture(settings)
    let silent = try SocketPair()
    let talking = try SocketPair()
    let paused = try SocketPair()
    let first = try fixture.adopt(silent)
    let second = try fixture.adopt(talking)
    let third = try fixture.adopt(paused)
    fixture.onQueue { _ in third.pauseReading() }
    fixture.pass(seconds: 29)
    #expect(fixture.recorder.now.closed.isEmpty)
    talking.write("I am here")
    fixture.recorder.wait("bytes") { $0.received[second.token]?.count == 9 }
    fixture.pass(seconds: 2)
    fixture.recorder.wait("the end") { $0.closed[first.token] == [.silent] }
    #expect(fixture.recorder.now.closed.count == 1)
    #expect(fixture.onQueue { _ in !second.isClosed && !third.isClosed })
  }
}
