import ChatCore
import ChatWire
import Testing

@testable import ChatLoad

/// What is written and read by hand is what the protocol's own code reads and writes.
@Suite
struct HandmadeFrameTests {
  private static let numbers: [UInt64] = [1, 16, 127, 128, 16_383, 16_384, 1 << 35, 1 << 61]

  private func client(_ append: (inout [UInt8]) -> Void) throws -> ClientFrame? {
    var output: [UInt8] = []
    append(&output)
    return try output.withUnsafeBytes { try ClientFrame.decode(UnsafeRawBufferPointer(rebasing: $0[4...])) }
  }

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

  @Test(arguments: numbers, [0, 64, 200, 8_192]) func requests(number: UInt64, bytes: Int) throws {
    let body = String(repeating: "x", count: bytes)
    let broadcast = try client { RequestFrame.append(number, RequestFrame.broadcast(Array(body.utf8)), to: &$0) }
    #expect(broadcast == .request(number: number, .broadcast(body: body)))
    let tail = RequestFrame.message(to: "load12", Array(body.utf8))
    let message = try client { RequestFrame.append(number, tail, to: &$0) }
    #expect(message == .request(number: number, .message(to: "load12", body: body)))
  }

  @Test(arguments: numbers, numbers) func acknowledgements(number: UInt64, id: UInt64) throws {
    let frame = try client { RequestFrame.appendAcknowledgement(number, of: id, to: &$0) }
    #expect(frame == .request(number: number, .acknowledge(EntryID(rawValue: Int64(id)))))
  }

  @Test(arguments: [1, 127, 128, 32_768]) func chunks(bytes: Int) throws {
    let data = [UInt8](repeating: 7, count: bytes)
    let frame = try client { output in data.withUnsafeBytes { ChunkFrame.append(300, $0, to: &output) } }
    #expect(frame == .chunk(TransferID(rawValue: 300), data))
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

  /// The limit's frames are those of the real server, to the byte where that matters for how long they take.
  @Test func limitSpeaksTheProtocol() throws {
    let member = LimitMember(descriptor: -1, place: 0)
    member.name = Array("load7".utf8)
    member.run = .max
    let body = Array("hello".utf8)
    for number in Self.numbers {
      var output: [UInt8] = []
      body.withUnsafeBytes { LimitFrame.appendDelivery(number, of: member, number: number, body: $0, to: &output) }
      #expect(output.count == ServerFrame.event(.message(delivery(number, "hello"))).encoded().count)
      LimitFrame.appendStored(number, id: number, to: &output)
      LimitFrame.appendWelcome(number, name: member.name, to: &output)
      LimitFrame.appendHello(to: &output)
      LimitFrame.appendPong(to: &output)
      var frames: [ServerFrame] = []
      var reader = FrameReader(limit: FrameLimit.afterLogIn)
      var decoder = ServerFrameDecoder()
      try output.withUnsafeBytes { bytes in
        try reader.read(bytes) { payload throws(FrameError) in
          if let frame = try decoder.decode(payload) { frames.append(frame) }
        }
      }
      #expect(frames.count == 6)
      #expect(frames.dropFirst().first == .reply(number: number, .stored(EntryID(rawValue: Int64(number)))))
      #expect(frames.dropFirst(2).first == .reply(number: number, .welcome(name: "load7")))
      #expect(frames.dropFirst(3).first == .event(.caughtUp))
      #expect(frames.last == .pong)
    }
  }

  @Test func limitUnderstandsTheClient() throws {
    func read(_ frame: ClientFrame) throws -> LimitFrame? {
      try frame.encoded(limit: FrameLimit.afterLogIn).withUnsafeBytes {
        LimitFrame(UnsafeRawBufferPointer(rebasing: $0[4...]))
      }
    }
    guard case .hello(run: 77)? = try read(.hello(ClientHello(software: "chatload", run: 77))) else {
      Issue.record("no hello")
      return
    }
    guard case .logIn(number: 3, let name)? = try read(.request(number: 3, .logIn(name: "load1", password: "p"))) else {
      Issue.record("no log-in")
      return
    }
    #expect(name == Array("load1".utf8))
    #expect(try read(.request(number: 3, .whoelse)) == nil)
  }
}
