import ChatTestSupport
import Glibc
import Testing

@testable import ChatNet

@Suite struct BackpressureTests {
  private static func measures() -> LoopSettings {
    var settings = LoopSettings()
    settings.highWater = 200_000
    settings.lowWater = 50_000
    settings.notSentLowWater = 16_384
    return settings
  }

  @Test func risesOverHighWaterAndDrains() throws {
    let fixture = try LoopFixture(Self.measures())
    let pair = try SocketPair(buffers: 8_192)
    let connection = try fixture.adopt(pair)
    let block = SharedBytes([UInt8](repeating: 5, count: 10_000))
    var sent = 0
    var pending = 0
    while fixture.onQueue({ _ in !connection.isOverHighWater }) {
      pending = fixture.onQueue { _ in
        connection.send(block.slice)
        // The kernel takes more of it when it likes.
        return connection.pendingBytes
      }
      sent += block.count
      guard sent < 10_000_000 else { break }
    }
    #expect(pending > 200_000)
    #expect(fixture.recorder.now.drained == 0)
    #expect(pair.read(sent).count == sent)
    fixture.recorder.wait("drained") { $0.drained == 1 }
    #expect(fixture.onQueue { _ in !connection.isOverHighWater })
    fixture.onQueue { _ in connection.send(block.slice) }
    #expect(pair.read(block.count).count == block.count)
    #expect(fixture.recorder.now.drained == 1)
  }

  /// Tiny kernel buffers cut the writes anywhere; every byte arrives once and in order.
  @Test func deliversIdenticalBytesThroughPartialWrites() throws {
    let seed = UInt64.random(in: 0...(.max))
    var random = SeededGenerator(seed: seed)
    let fixture = try LoopFixture(Self.measures())
    let pair = try SocketPair(buffers: 4_608)
    let connection = try fixture.adopt(pair)
    var expected: [UInt8] = []
    for _ in 0..<400 {
      let bytes = (0..<Int.random(in: 1...3_000, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      expected += bytes
      let cut = Int.random(in: 0...bytes.count, using: &random)
      let batch = SharedBytes(bytes)
      fixture.loop.perform {
        connection.send(ByteSlice(batch, 0..<cut))
        connection.send(ByteSlice(batch, cut..<batch.count))
      }
    }
    var received: [UInt8] = []
    while received.count < expected.count {
      let part = pair.read(min(expected.count - received.count, Int.random(in: 1...5_000, using: &random)))
      if part.isEmpty { break }
      received += part
    }
    #expect(received == expected, "seed \(seed)")
  }

  @Test func chatOvertakesWaitingBulk() throws {
    var settings = Self.measures()
    settings.bulkWriteLimit = 10_000
    let fixture = try LoopFixture(settings)
    let pair = try SocketPair(buffers: 8_192)
    let connection = try fixture.adopt(pair)
    let frame = SharedBytes([UInt8](repeating: 200, count: 10_000))
    fixture.onQueue { _ in for _ in 0..<100 { connection.sendBulk(frame.slice) } }
    // By now the socket is full and most of the bulk waits.
    fixture.onQueue { _ in connection.send(SharedBytes([1]).slice) }
    let bytes = pair.read(1_000_001)
    #expect(bytes.count == 1_000_001)
    let chat = try #require(bytes.firstIndex(of: 1))
    #expect(chat % 10_000 == 0)
    #expect(chat < 900_000)
  }

  @Test func asksForBulkUntilThereIsNoMore() throws {
    let left = Countdown(50)
    let frame = SharedBytes([UInt8](repeating: 7, count: 32_768))
    let recorder = Recorder(onBulkWanted: { connection in
      while connection.pendingBulkBytes < 65_536, left.take() { connection.sendBulk(frame.slice) }
    })
    let fixture = try LoopFixture(recorder: recorder)
    let pair = try SocketPair()
    let connection = try fixture.adopt(pair)
    fixture.onQueue { _ in connection.sendBulk(frame.slice) }
    #expect(pair.read(51 * 32_768).count == 51 * 32_768)
    fixture.recorder.wait("nothing to be left") { _ in left.isOver }
    #expect(fixture.onQueue { _ in connection.pendingBulkBytes } == 0)
  }

  @Test func closesTheStalled() throws {
    let fixture = try LoopFixture(Self.measures())
    let pair = try SocketPair(buffers: 8_192)
    let connection = try fixture.adopt(pair)
    fixture.pass(seconds: 1_000)
    fixture.onQueue { _ in connection.send(SharedBytes([UInt8](repeating: 5, count: 1_000_000)).slice) }
    while fixture.onQueue({ _ in !connection.isClosed }) { fixture.pass(seconds: 1) }
    let waited = fixture.onQueue { $0.now - connection.lastTaken }
    #expect(waited == 60_000_000_000)
    fixture.recorder.wait("the end") { $0.closed[connection.token] == [.stalled] }
  }

  @Test func sparesTheSlowWhoTakeSomething() throws {
    let fixture = try LoopFixture(Self.measures())
    let pair = try SocketPair(buffers: 8_192)
    let connection = try fixture.adopt(pair)
    fixture.onQueue { _ in connection.send(SharedBytes([UInt8](repeating: 5, count: 2_000_000)).slice) }
    for _ in 0..<3 {
      fixture.pass(seconds: 59)
      #expect(pair.read(400_000).count == 400_000)
      fixture.wait("bytes taken") { connection.lastTaken == $0.now }
    }
    #expect(fixture.recorder.now.closed.isEmpty)
  }
}
