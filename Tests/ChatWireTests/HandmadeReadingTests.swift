import ChatCore
import ChatTestSupport
import Testing

@testable import ChatWire

/// What is read by hand must be what the library reads; and what it refuses, be refused.
@Suite struct HandmadeReadingTests {
  @Test func theRequestsThatComeByTheMillionAreReadByHand() throws {
    var sampler = Sampler(generator: SeededGenerator())
    for request in [
      Request.broadcast(body: "hi"), .broadcast(body: ""), .broadcast(body: String(repeating: "字", count: 2_730)),
      .message(to: "Yoda", body: "hi"), .acknowledge(EntryID(rawValue: 1)), .acknowledge(EntryID(rawValue: 1 << 62)),
    ] {
      let frame = ClientFrame.request(number: sampler.number(), request)
      let message = try frame.encoded(limit: FrameLimit.afterLogIn).dropFirst(FrameReader.headerBytes)
      #expect(Array(message).withUnsafeBytes(ClientFrame.readByHand) == frame, "seed \(sampler.generator.seed)")
    }
  }

  @Test func requestsOfAnyFieldsAreReadAsTheLibraryReadsThem() {
    var sampler = Sampler(generator: SeededGenerator())
    var byHand = 0
    for round in 0..<30_000 {
      let message = sampler.frameOfPieces()
      compare(message, "seed \(sampler.generator.seed), round \(round)")
      byHand += message.withUnsafeBytes(ClientFrame.readByHand) == nil ? 0 : 1
    }
    #expect(byHand > 1_000, "hardly any was simple: nothing was compared")
  }

  @Test func damagedRequestsAreReadAsTheLibraryReadsThem() throws {
    var sampler = Sampler(generator: SeededGenerator())
    for round in 0..<6_000 {
      let kind: RequestCase = [.broadcast, .message, .acknowledge][round % 3]
      let frame = ClientFrame.request(number: sampler.number(), kind.sample(&sampler))
      var message = Array(try frame.encoded(limit: FrameLimit.afterLogIn).dropFirst(FrameReader.headerBytes))
      for _ in 0..<Int.random(in: 1...2, using: &sampler.generator) {
        let place = Int.random(in: 0..<message.count, using: &sampler.generator)
        message[place] = UInt8.random(in: 0...255, using: &sampler.generator)
      }
      compare(message, "seed \(sampler.generator.seed), round \(round)")
      compare(message.dropLast(sampler.integer(0...message.count)), "seed \(sampler.generator.seed), round \(round)")
    }
  }

  @Test func textIsUnicodeWhereTheLibrarySaysSo() {
    for pair in 0xC000...UInt16.max {
      compareBroadcast(of: [UInt8(pair >> 8), UInt8(pair & 0xFF)])
    }
    // Around the borders: overlong forms, surrogates, what is beyond the last character.
    let leads: [UInt8] = [0xC1, 0xC2, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8]
    let borders: [UInt8] = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF]
    for lead in leads {
      for second in borders {
        for third in borders {
          compareBroadcast(of: [lead, second, third])
          for fourth in borders {
            compareBroadcast(of: [lead, second, third, fourth])
          }
        }
      }
    }
  }

  private func compareBroadcast(of body: [UInt8]) {
    // Before and behind it, so much that the text is no short one.
    let text = [UInt8](repeating: 0x78, count: 9) + body + [UInt8](repeating: 0x79, count: 9)
    compare(Piece.wrapped(1, Piece.number(1, 7) + Piece.wrapped(4, text)), "\(body)")
  }

  private func compare(_ message: some Collection<UInt8>, _ comment: @autoclosure () -> Comment) {
    let message = Array(message)
    let library = Result { () throws(FrameError) in try read(message, ClientFrame.readByLibrary) }
    let frame = Result { () throws(FrameError) in try read(message, ClientFrame.decode) }
    #expect(frame == library, comment())
  }

  private func read(
    _ message: [UInt8], _ body: (UnsafeRawBufferPointer) throws(FrameError) -> ClientFrame?
  ) throws(FrameError) -> ClientFrame? {
    try message.withUnsafeBufferPointer { bytes throws(FrameError) in try body(UnsafeRawBufferPointer(bytes)) }
  }
}
