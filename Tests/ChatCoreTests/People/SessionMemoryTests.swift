import Testing

@testable import ChatCore

/// What everybody who is online takes in the room's tables, whose free places cost as much.
@Suite struct SessionMemoryTests {
  @Test func aSessionTakes64Bytes() {
    #expect(MemoryLayout<Session>.stride <= 64)
  }

  @Test func presenceTakes16Bytes() {
    #expect(MemoryLayout<Presence>.stride <= 16)
  }
}
