import ChatTestSupport
import Glibc
import Testing

@testable import ChatNet

@Suite struct TLSConnectionTests {
  private static func pattern(_ count: Int, seed: UInt64) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    var bytes = [UInt8](unsafeUninitializedCapacity: (count + 7) & ~7) { buffer, filled in
      filled = (count + 7) & ~7
      UnsafeMutableRawBufferPointer(buffer).withMemoryRebound(to: UInt64.self) { words in
        for place in words.indices { words[place] = random.next() }
      }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// Has the sides talk, whole records and parts of them.
  private func talk(_ pair: TLSPair, count: Int) {
    let there = Self.pattern(count, seed: 1)
    let back = Self.pattern(count, seed: 2)
    pair.sendToServer(there)
    pair.sendToClient(back)
    pair.server.recorder.wait("the client's bytes") { $0.received[pair.serverEnd.token]?.count ?? 0 >= count }
    pair.client.recorder.wait("the server's bytes") { $0.received[pair.clientEnd.token]?.count ?? 0 >= count }
    #expect(pair.serverReceived == there)
    #expect(pair.clientReceived == back)
  }

  @Test func carriesBytesBothWays() throws {
    let pair = try TLSPair()
    talk(pair, count: 100_000)
    // Nothing of it can be read on the way.
    let there = Self.pattern(100_000, seed: 1)
    #expect(pair.wire.fromClient.count > there.count)
    #expect(pair.wire.fromClient.firstRange(of: there[50_000..<50_008]) == nil)
  }

  @Test func takesTheHandshakeAndRecordsByteByByte() throws {
    talk(try TLSPair(wire: .init(chunk: 1)), count: 3_000)
  }

  @Test func carriesMuchBothWaysThroughSmallBuffers() throws {
    talk(try TLSPair(wire: .init(chunk: 17_777), buffers: 16_384), count: 10_000_000)
  }

  @Test func smallMessagesShareARecord() throws {
    let pair = try TLSPair()
    pair.awaitHandshake()
    let before = pair.wire.fromServer.count
    let messages = (0..<60).map { SharedBytes([UInt8](repeating: UInt8($0), count: 100)).slice }
    pair.server.onQueue { _ in messages.forEach { pair.serverEnd.send($0) } }
    pair.client.recorder.wait("all") { $0.received[pair.clientEnd.token]?.count == 6_000 }
    // 5 bytes of head, 1 of type, 16 of tag (RFC 8446, 5.2).
    #expect(pair.wire.fromServer.count - before == 6_000 + 22)
  }

  @Test func aBulkFrameThatWaitsEncryptedIsNotOvertakenInItsMiddle() throws {
    // The client reads nothing, so that records stick in the server; then chat comes on top of the bulk.
    let pair = try TLSPair(buffers: 2_048)
    pair.awaitHandshake()
    pair.client.onQueue { _ in pair.clientEnd.pauseReading() }
    let bulk = (0..<40).map { Self.pattern(30_000, seed: UInt64($0)) }
    pair.server.onQueue { _ in bulk.forEach { pair.serverEnd.sendBulk(SharedBytes($0).slice) } }
    pair.server.wait("a full socket") { _ in pair.serverEnd.state.contains(.blocked) }
    let chat = [UInt8](repeating: 0xCC, count: 50)
    pair.sendToClient(chat)
    pair.client.onQueue { _ in pair.clientEnd.resumeReading() }
    let count = 40 * 30_000 + chat.count
    pair.client.recorder.wait("everything") { $0.received[pair.clientEnd.token]?.count == count }
    let received = pair.clientReceived
    // The chat stands between two whole frames.
    let place = stride(from: 0, through: count - chat.count, by: 30_000).first {
      received[$0...].starts(with: chat)
    }
    let start = try #require(place)
    #expect(start < 40 * 30_000, "chat went before bulk that had not begun")
    #expect(Array(received[..<start] + received[(start + chat.count)...]) == bulk.flatMap { $0 })
  }

  @Test func whatIsDecryptedAlreadyComesAfterAPause() throws {
    let recorder = Recorder(onReceived: { connection, _ in connection.pauseReading() })
    let pair = try TLSPair(serverRecorder: recorder)
    pair.sendToServer([UInt8](repeating: 7, count: 16_000))
    for step in 1...4 {
      // 4,096 bytes a read, though the whole record came at once and the socket gives no sign any more.
      pair.server.recorder.wait("part \(step)") {
        $0.received[pair.serverEnd.token]?.count == min(16_000, step * 4_096)
      }
      pair.server.onQueue { _ in pair.serverEnd.resumeReading() }
    }
  }

  @Test func tellsTheEndInOrder() throws {
    let pair = try TLSPair()
    pair.server.onQueue { _ in
      pair.serverEnd.send(SharedBytes(Array("bye".utf8)).slice)
    }
    pair.awaitHandshake()
    pair.server.onQueue { _ in pair.serverEnd.closeAfterWriting() }
    pair.client.recorder.wait("the end") { $0.closed[pair.clientEnd.token] == [.peerClosed] }
    pair.server.recorder.wait("the end") { $0.closed[pair.serverEnd.token] == [.closedByUs] }
    #expect(pair.clientReceived == Array("bye".utf8))
  }

  @Test func closingBeforeTheHandshakeEndsAtOnce() throws {
    let fixture = try LoopFixture()
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair, security: TestCertificate.server())
    fixture.onQueue { _ in
      connection.send(SharedBytes([1]).slice)
      connection.closeAfterWriting()
    }
    #expect(pair.read(1).isEmpty)
    fixture.recorder.wait("the end") { $0.closed[connection.token] == [.closedByUs] }
  }

  @Test(arguments: [1, 5, 100, 300]) func aResetInTheMiddleOfTheHandshake(place: Int) throws {
    let pair = try TLSPair(wire: .init(breaksAfter: place, resets: true))
    pair.server.recorder.wait("the end") { $0.closed[pair.serverEnd.token] == [.failed(ECONNRESET)] }
    pair.client.recorder.wait("the end") { $0.closed[pair.clientEnd.token] == [.failed(ECONNRESET)] }
    #expect(pair.server.recorder.now.received.isEmpty)
  }

  @Test(arguments: [false, true]) func anEndInTheMiddleOfARecordIsNone(resets: Bool) throws {
    let pair = try TLSPair(wire: .init(breaksAfter: 8_000, resets: resets))
    pair.sendToServer([UInt8](repeating: 1, count: 16_000))
    pair.server.recorder.wait("the end") { $0.closed[pair.serverEnd.token] == [.failed(ECONNRESET)] }
    #expect(pair.serverReceived.isEmpty, "a part of a record was believed")
  }

  @Test func anEndBetweenRecordsWithoutAWordIsNone() throws {
    let pair = try TLSPair()
    pair.sendToServer([1, 2, 3])
    pair.server.recorder.wait("the bytes") { $0.received[pair.serverEnd.token] == [1, 2, 3] }
    pair.wire.cut()
    pair.server.recorder.wait("the end") { $0.closed[pair.serverEnd.token] == [.failed(ECONNRESET)] }
  }

  @Test func aSpoiledRecordEndsTheConnection() throws {
    let pair = try TLSPair(wire: .init(spoils: 9_000))
    pair.sendToServer([UInt8](repeating: 1, count: 16_000))
    pair.server.recorder.wait("the end") {
      guard case .tlsFailed? = $0.closed[pair.serverEnd.token]?.first else { return false }
      return true
    }
    // The server's alert says why (bad_record_mac, RFC 8446, 6.2).
    pair.client.recorder.wait("the alert") {
      guard case .tlsFailed(let error)? = $0.closed[pair.clientEnd.token]?.first else { return false }
      return error.alert == 20
    }
    #expect(pair.serverReceived.isEmpty)
  }
}
