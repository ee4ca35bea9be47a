import ChatCore
import ChatWire
import Testing

@testable import ChatLoad

/// The protocol's own code reads what is repeated, and writes what is scanned.
@Suite
struct ServerScanTests {
  private static let numbers: [UInt64] = [1, 16, 127, 128, 16_383, 16_384, 1 << 35, 1 << 61]

  private func scan(_ frame: ServerFrame) -> ServerScan.Frame? {
    frame.encoded().withUnsafeBytes { bytes in
      #expect(ServerScan.end(of: 0, in: bytes) == bytes.count)
      return ServerScan.frame(UnsafeRawBufferPointer(rebasing: bytes[4...]))
    }
  }

  private func delivery(_ number: UInt64, _ body: String) -> DeliveredMessage {
    DeliveredMessage(
      id: EntryID(rawValue: Int64(number)), time: WallTime(microseconds: 1_400_000_000_000_000), kind: .broadcast,
      sender: .account("load7"), body: body, request: ClientRequestID(run: .max, number: number))
  }

  /// Whatever the number, and whichever one the request was last sent with.
  @Test(arguments: [0, 64, 200, 8_192]) func requests(bytes: Int) throws {
    let body = String(repeating: "x", count: bytes)
    for request in [Request.broadcast(body: body), .message(to: "load12", body: body)] {
      var repeated = RepeatedRequest(request)
      for number in Self.numbers + Self.numbers.reversed() + [15, 129, 16_000] {
        var output: [UInt8] = [1, 2, 3]
        repeated.append(number, to: &output)
        let frame = try ClientFrame.request(number: number, request).encoded(limit: FrameLimit.afterLogIn)
        #expect(output == [1, 2, 3] + frame)
      }
    }
  }

  @Test(arguments: numbers, ["a", String(repeating: "é", count: 300)]) func deliveries(number: UInt64, body: String) {
    let expected = ServerScan.Delivery(id: number, run: .max, number: number)
    #expect(scan(.event(.message(delivery(number, body)))) == .delivery(expected))
  }

  @Test(arguments: numbers) func receipts(number: UInt64) {
    #expect(scan(.reply(number: number, .stored(EntryID(rawValue: 9)))) == .stored(number: number))
    let later = Reply.storedForLater(EntryID(rawValue: 9), name: "load1")
    #expect(scan(.reply(number: number, later)) == .stored(number: number))
  }

  @Test func everythingElseIsLeftToTheDecoder() {
    #expect(scan(.event(.caughtUp)) == .caughtUp)
    #expect(scan(.event(.loggedIn(name: "load1"))) == .notice)
    #expect(scan(.event(.serverStopping(restarts: true, isSettled: true))) == .other)
    #expect(scan(.reply(number: 1, .refused(.bodyEmpty))) == .other)
    #expect(scan(.reply(number: 1, .welcome(name: "load1"))) == .other)
    #expect(scan(.pong) == .other)
  }

  /// Every cut of a delivery is either not whole, or known to be none.
  @Test func cutFramesAreNoFrames() {
    let whole = ServerFrame.event(.message(delivery(1 << 40, "body"))).encoded()
    for count in 5..<whole.count {
      whole.withUnsafeBytes { bytes in
        #expect(ServerScan.end(of: 0, in: UnsafeRawBufferPointer(rebasing: bytes[..<count])) == nil)
        let cut = ServerScan.frame(UnsafeRawBufferPointer(rebasing: bytes[4..<count]))
        #expect(cut == nil)
      }
    }
  }
}
