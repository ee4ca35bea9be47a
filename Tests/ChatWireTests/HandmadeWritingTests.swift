import ChatCore
import ChatTestSupport
import Testing

@testable import ChatWire

/// What is written by hand must be, byte by byte, what the library writes.
@Suite struct HandmadeWritingTests {
  @Test func randomFramesAreWrittenAsTheLibraryWritesThem() {
    var sampler = Sampler(generator: SeededGenerator())
    for round in 0..<5_000 {
      let frame = sampler.one(of: ServerFrameCase.self)
      check(frame, "seed \(sampler.generator.seed), round \(round)")
    }
  }

  @Test func theFramesThatComeByTheMillionAreWrittenByHandAndLikeTheLibrarys() {
    var sampler = Sampler(generator: SeededGenerator())
    for round in 0..<5_000 {
      let frame = sampler.commonFrame()
      var output: [UInt8] = []
      #expect(frame.appendByHand(to: &output))
      check(frame, "seed \(sampler.generator.seed), round \(round)")
    }
  }

  @Test func bodiesOfAllLengthsAreWrittenAsTheLibraryWritesThem() {
    // Where a length takes a byte more, and where the body is cut.
    let lengths = [0, 1, 15, 16, 90, 127, 128, 8_192, 16_383, 16_384, FrameLimit.body]
    for length in Set(lengths.flatMap { max(0, $0 - 60)...$0 + 60 }) {
      for tail in ["", "ä", "字", "\u{10FFFF}"] {
        let body = String(repeating: "x", count: length) + tail
        check(.event(.message(Self.message(from: .account("Yoda"), body))), "\(length) bytes and '\(tail)'")
      }
    }
  }

  @Test func whatIsZeroOrEmptyIsLeftOutAsTheLibraryLeavesItOut() {
    for sender in [SenderLabel.account(""), .former(""), .system] {
      check(.event(.message(Self.message(from: sender, ""))), "\(sender)")
    }
    let nothing = EntryID(rawValue: 0)
    for frame in [
      ServerFrame.reply(number: 0, .stored(nothing)), .reply(number: 0, .storedForLater(nothing, name: "")),
      .event(.deliveredTo(name: "", through: nothing)),
    ] {
      check(frame, "\(frame)")
    }
  }

  @Test func severalFramesStandOneBehindTheOther() {
    var sampler = Sampler(generator: SeededGenerator())
    let frames = (0..<200).map { _ in
      Bool.random(using: &sampler.generator) ? sampler.commonFrame() : sampler.one(of: ServerFrameCase.self)
    }
    var output: [UInt8] = []
    for frame in frames {
      frame.append(to: &output)
    }
    #expect(output == frames.flatMap(\.libraryBytes), "seed \(sampler.generator.seed)")
  }

  private func check(_ frame: ServerFrame, _ comment: @autoclosure () -> Comment) {
    let library = frame.libraryBytes
    #expect(frame.encoded() == library, comment())
    var output: [UInt8] = [1, 2, 3]
    frame.append(to: &output)
    #expect(output == [1, 2, 3] + library, comment())
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
