import ChatCore
import ChatTestSupport
import ChatWireOracle
import Testing

@testable import ChatWire

/// What we write must be, byte by byte, what the library writes.
@Suite struct WritingTests {
  @Test func randomFramesAreWrittenAsTheLibraryWritesThem() throws {
    var sampler = Sampler(generator: SeededGenerator())
    for round in 0..<5_000 {
      let comment: Comment = "seed \(sampler.generator.seed), round \(round)"
      try check(sampler.one(of: ServerFrameCase.self), comment)
      try check(sampler.one(of: ClientFrameCase.self), comment)
    }
  }

  @Test func theFramesThatComeByTheMillionHoldAnyNumbers() throws {
    var sampler = Sampler(generator: SeededGenerator())
    for round in 0..<5_000 {
      try check(sampler.commonFrame(), "seed \(sampler.generator.seed), round \(round)")
    }
  }

  @Test func bodiesOfAllLengthsAreWrittenAsTheLibraryWritesThem() throws {
    // Where a length takes a byte more, and where the body is cut.
    let lengths = [0, 1, 15, 16, 90, 127, 128, 8_192, 16_383, 16_384, FrameLimit.body]
    for length in Set(lengths.flatMap { max(0, $0 - 60)...$0 + 60 }) {
      for tail in ["", "ä", "字", "\u{10FFFF}"] {
        let body = String(repeating: "x", count: length) + tail
        let comment: Comment = "\(length) bytes and '\(tail)'"
        try check(ServerFrame.event(.message(Self.message(from: .account("Yoda"), body))), comment)
        try check(ServerFrame.event(.announcement(body)), comment)
        try check(ClientFrame.request(number: 1, .broadcast(body: body)), comment)
        try check(ClientFrame.request(number: 1, .message(to: "Yoda", body: body)), comment)
      }
    }
  }

  @Test func whatIsZeroOrEmptyIsLeftOutAsTheLibraryLeavesItOut() throws {
    for sender in [SenderLabel.account(""), .former(""), .system] {
      try check(ServerFrame.event(.message(Self.message(from: sender, ""))), "\(sender)")
    }
    let nothing = EntryID(rawValue: 0)
    for frame in [
      ServerFrame.reply(number: 0, .stored(nothing)), .reply(number: 0, .storedForLater(nothing, name: "")),
      .event(.deliveredTo(name: "", through: nothing)), .event(.timedOut(seconds: 0)), .reply(number: 0, .others([])),
      .reply(number: 0, .others(["", ""])), .reply(number: 0, .lastSeen(name: "", .until(WallTime(microseconds: 0)))),
      .reply(number: 0, .lastSeen(name: "", .never)), .reply(number: 0, .token([])),
      .credit(.init(rawValue: 0), bytes: 0),
      .hello(ServerHello(version: 0, software: "", keepAliveSeconds: 0, level: 0)),
      .hello(ServerHello(version: 0, software: "", keepAliveSeconds: -0.0, level: 0)),
    ] {
      try check(frame, "\(frame)")
    }
    for frame in [
      ClientFrame.request(number: 0, .broadcast(body: "")), .request(number: 0, .acknowledge(nothing)),
      .request(number: 0, .message(to: "", body: "")), .hello(ClientHello(version: 0, software: "", run: 0, level: 0)),
      .chunk(TransferID(rawValue: 0), []), .endOfFile(TransferID(rawValue: 0), digest: []),
    ] {
      try check(frame, "\(frame)")
    }
  }

  @Test func severalFramesStandOneBehindTheOther() {
    var sampler = Sampler(generator: SeededGenerator())
    let frames = (0..<200).map { _ in
      Bool.random(using: &sampler.generator) ? sampler.commonFrame() : sampler.one(of: ServerFrameCase.self)
    }
    var output: [UInt8] = [1, 2, 3]
    for frame in frames {
      frame.append(to: &output)
    }
    #expect(output == [1, 2, 3] + frames.flatMap { $0.encoded() }, "seed \(sampler.generator.seed)")
  }

  private func check(_ frame: ServerFrame, _ comment: @autoclosure () -> Comment) throws {
    for message in try messages(in: frame.encoded()) {
      #expect(message.withUnsafeBytes(Oracle.serverMessage) == message, comment())
    }
  }

  private func check(_ frame: ClientFrame, _ comment: @autoclosure () -> Comment) throws {
    for message in try messages(in: frame.encoded(limit: FrameLimit.afterLogIn)) {
      #expect(message.withUnsafeBytes(Oracle.clientMessage) == message, comment())
    }
  }

  private static func message(from sender: SenderLabel, _ body: String) -> DeliveredMessage {
    DeliveredMessage(
      id: EntryID(rawValue: 0), time: WallTime(microseconds: 0), kind: .private, sender: sender, body: body,
      request: body.isEmpty ? ClientRequestID(run: 0, number: 0) : nil)
  }
}

extension Sampler {
  /// One of the frames that go out by the million, with any numbers that its types can hold.
  fileprivate mutating func commonFrame() -> ServerFrame {
    let id = EntryID(rawValue: integer(Int64.min...Int64.max))
    switch integer(0...3) {
    case 0: return .event(.message(message()))
    case 1: return .reply(number: integer(0...UInt64.max), .stored(id))
    case 2: return .reply(number: integer(0...UInt64.max), .storedForLater(id, name: name()))
    default: return .event(.deliveredTo(name: name(), through: id))
    }
  }
}
