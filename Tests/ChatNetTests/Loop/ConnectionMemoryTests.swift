import ChatTestSupport
import Testing

@testable import ChatNet

/// There may be ten thousand of them, most with nothing to do.
@Suite struct ConnectionMemoryTests {
  @Test func aConnectionTakes160Bytes() throws {
    let fixture = try LoopFixture()
    let connection = try fixture.adopt(try SocketPair())
    // What malloc keeps itself are 8 of them.
    #expect(heapBytes(of: connection) <= 152)
  }

  @Test func aQueueWithoutBulkIsSmall() {
    #expect(MemoryLayout<OutgoingQueue>.size <= 48)
  }
}
