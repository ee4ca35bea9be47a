import ChatCore
import ChatWire
import Testing

@testable import ChatServer

@Suite struct FrameAllowanceTests {
  private static let start = Uptime(nanoseconds: 5_000_000_000)
  private static let change = ClientFrame.request(number: 1, .broadcast(body: "x"))
  private static let question = ClientFrame.request(number: 1, .whoelse)
  private static let transfer = TransferID(rawValue: 1)

  private func read(
    _ allowance: inout FrameAllowance, _ frame: ClientFrame?, _ count: Int, isAdmitted: Bool = true,
    at now: Uptime = start
  ) -> (wait: Int64, isMany: Bool) {
    for _ in 0..<count {
      if let frame {
        allowance.count(frame, isAdmitted: isAdmitted)
      } else {
        allowance.countUnknown()
      }
    }
    return allowance.endRead(at: now)
  }

  @Test func whatIsCountedElsewhereIsFree() {
    var allowance = FrameAllowance()
    allowance.admit()
    let chunk = ClientFrame.chunk(Self.transfer, [UInt8](repeating: 1, count: FrameAllowance.smallChunk))
    for frame in [Self.change, chunk] {
      #expect(read(&allowance, frame, 100_000) == (0, false))
    }
  }

  @Test(arguments: [
    nil, .ping, question, .request(number: 1, .acknowledge(.zero)), .credit(transfer, bytes: 1),
    .chunk(transfer, [1]), .endOfFile(transfer, digest: []),
  ])
  func whatCostsItsSenderNothingCounts(_ frame: ClientFrame?) {
    var allowance = FrameAllowance()
    allowance.admit()
    #expect(read(&allowance, frame, FrameAllowance.manyPerRead) == (0, false))
    #expect(read(&allowance, frame, 1_000 - FrameAllowance.manyPerRead) == (0, true))
    #expect(read(&allowance, frame, 50) == (100_000_000, true))
    // A tenth of a second later nothing is owed, and nothing is there.
    let later = Self.start.advanced(bySeconds: 0.1)
    #expect(read(&allowance, frame, 1, at: later) == (2_000_000, false))
    #expect(read(&allowance, Self.change, 1, at: later) == (0, false))
  }

  @Test func aCreditForEachChunkIsExpected() {
    var allowance = FrameAllowance()
    allowance.admit()
    allowance.sentChunks(5_000)
    #expect(read(&allowance, .credit(Self.transfer, bytes: 1), 5_000) == (0, false))
    #expect(read(&allowance, .credit(Self.transfer, bytes: 1), 2_000).wait > 0)
  }

  @Test func whatIsShownMayBeAcknowledged() {
    let acknowledgement = ClientFrame.request(number: 1, .acknowledge(.zero))
    // A million of the shortest messages there are.
    let message = DeliveredMessage(
      id: EntryID(rawValue: 1), time: WallTime(microseconds: 1_700_000_000_000_000), kind: .private,
      sender: .account("x"), body: "x", request: ClientRequestID(run: 1 << 63, number: 1))
    let length = ServerFrame.event(.message(message)).encoded().count
    var allowance = FrameAllowance()
    allowance.admit()
    for _ in 0..<1_000_000 { allowance.sent(length) }
    #expect(read(&allowance, acknowledgement, 1_000_000 / 256) == (0, false))
    #expect(read(&allowance, acknowledgement, 2_000).wait > 0)
  }

  @Test func beforeTheLogInEverythingCountsAndLessIsAllowed() {
    var allowance = FrameAllowance()
    let chunk = ClientFrame.chunk(Self.transfer, [UInt8](repeating: 1, count: FrameAllowance.smallChunk))
    allowance.sentChunks(1)
    #expect(read(&allowance, Self.change, 50, isAdmitted: false).wait == 0)
    #expect(read(&allowance, chunk, 50, isAdmitted: false).wait == 0)
    #expect(read(&allowance, .credit(Self.transfer, bytes: 1), 1, isAdmitted: false).wait == 20_000_000)
    allowance.admit()
    #expect(read(&allowance, Self.question, 1_000).wait == 0)
  }
}
