import ChatCore
import ChatNet
import ChatTestSupport
import Glibc
import Testing

@testable import ChatServer

@Suite struct ShardSessionTests {
  private func withSession(refusal: Refusal? = nil, _ body: (ShardSession) throws -> Void) throws {
    let loop = try ConnectionLoop(label: "test.shard")
    var ends: [Int32] = [-1, -1]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    defer {
      close(ends[1])
      loop.queue.sync { loop.stop() }
    }
    let remote = SocketAddress(ipv4: 0x7F00_0001, port: 1)
    let connection = try loop.queue.sync { try loop.adopt(ends[0], remote: remote) }
    try loop.queue.sync {
      try body(ShardSession(id: SessionID(rawValue: 1), connection: connection, refusal: refusal))
    }
  }

  /// There may be ten thousand of them, most with nothing to do.
  @Test func anIdleOneTakes128Bytes() throws {
    try withSession { session in
      // What malloc keeps itself are 8 of them.
      #expect(heapBytes(of: session) <= 120)
    }
  }

  @Test func whatItIsSentMayBeAcknowledged() throws {
    try withSession { session in
      session.allowance.admit()
      session.send(SharedBytes([UInt8](repeating: 0, count: 2_000 * FrameAllowance.bytesPerAnswer)).slice)
      for _ in 0..<2_000 { session.allowance.count(.request(number: 1, .acknowledge(.zero)), isAdmitted: true) }
      #expect(session.allowance.endRead(at: Uptime(nanoseconds: 0)) == (0, false))
    }
  }

  @Test func knowsItsPlaceAmongTheLive() throws {
    try withSession { session in
      #expect(session.livePlace == nil)
      for place in [0, 70_000] {
        session.livePlace = place
        #expect(session.livePlace == place)
      }
      session.livePlace = nil
      #expect(session.livePlace == nil)
    }
  }

  @Test func knowsWhyItIsRefused() throws {
    try withSession { #expect($0.refusal == nil) }
    try withSession(refusal: .outOfDescriptors) { #expect($0.refusal == .outOfDescriptors) }
  }

  @Test func hasOneBacklog() throws {
    try withSession { session in
      #expect(session.backlog === session.backlog)
    }
  }
}
