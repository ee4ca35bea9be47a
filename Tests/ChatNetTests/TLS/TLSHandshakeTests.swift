import Glibc
import Testing

@testable import ChatNet

@Suite struct TLSHandshakeTests {
  @Test(arguments: ["GET / HTTP/1.1\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\u{0}\u{0}\u{0}\u{2}\u{1a}\u{0}", "x"])
  func aPeerThatSpeaksPlainlyIsAnsweredPlainly(words: String) throws {
    let fixture = try LoopFixture()
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair, security: TestCertificate.server())
    pair.write(words)
    #expect(pair.readText(100) == "plain words")
    #expect(fixture.recorder.now.plain[connection.token] == Array(words.utf8.prefix(16)))
    pair.endPeer()
    fixture.recorder.wait("the end") { $0.closed[connection.token] == [.closedByUs] }
    #expect(fixture.recorder.now.received.isEmpty, "plain bytes were believed")
  }

  @Test func noiseThatBeginsAsTLSIsAFailure() throws {
    let fixture = try LoopFixture()
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair, security: TestCertificate.server())
    pair.write([0x16, 0x03, 0x01, 0x00, 0x05] + [UInt8](repeating: 0xEE, count: 5))
    fixture.recorder.wait("the end") {
      guard case .tlsFailed? = $0.closed[connection.token]?.first else { return false }
      return true
    }
    #expect(pair.read(1) == [0x15], "no alert came")
  }

  @Test func whoGetsNowhereIsClosed() throws {
    var settings = LoopSettings()
    settings.setUpTimeout = 10
    let fixture = try LoopFixture(settings)
    let silent = try SocketPair()
    let slow = try SocketPair()
    let ready = try SocketPair()
    let first = try fixture.adopt(silent, security: TestCertificate.server())
    let second = try fixture.adopt(slow, security: TestCertificate.server())
    let third = try fixture.adopt(ready)
    slow.write([0x16, 0x03])
    fixture.onQueue { _ in third.isSetUp = true }
    fixture.pass(seconds: 9.9)
    #expect(fixture.recorder.now.closed.isEmpty)
    fixture.pass(seconds: 0.1)
    fixture.recorder.wait("two ends") {
      $0.closed == [first.token: [.notSetUp], second.token: [.notSetUp]]
    }
  }

  @Test func establishedConnectionsComeBeforeHandshakes() throws {
    var settings = LoopSettings()
    settings.handshakesPerTurn = 1
    let fixture = try LoopFixture(settings)
    let established = try SocketPair()
    let connection = try fixture.adopt(established)
    fixture.wait("a turn") { _ in !connection.state.contains(.listedForReading) }
    let strangers = try (0..<20).map { _ in try SocketPair() }
    let turns = try fixture.onQueue { loop in
      // All of it is there before the loop looks.
      for stranger in strangers {
        try loop.adopt(stranger.ours, remote: stranger.remote, security: TestCertificate.server())
        stranger.write([0x16, 0x03, 0x01, 0x00, 0x05] + [UInt8](repeating: 0xEE, count: 5))
        stranger.awaitArrival()
      }
      established.write("hello")
      established.awaitArrival()
      return fixture.recorder.now.turns
    }
    fixture.recorder.wait("all ends") { $0.closed.count == 20 }
    let log = fixture.recorder.now
    // The last one is reported before its turn has ended.
    #expect(log.turns - turns >= 19, "more than one handshake a turn")
    let received = try #require(log.calls.firstIndex(of: "received"))
    let closed = try #require(log.calls.firstIndex(of: "closed"))
    #expect(received < closed)
  }

  @Test func whatIsSentBeforeItsEndComesAfterIt() throws {
    let pair = try TLSPair(wire: .init(chunk: 7))
    pair.sendToClient(Array("early".utf8))
    pair.client.recorder.wait("the bytes") { $0.received[pair.clientEnd.token] == Array("early".utf8) }
  }
}
