import ChatCore
import ChatTestSupport
import ChatWireOracle
import Testing

@testable import ChatWire

/// What we take must be what the library takes; what we make of it, what we make of it when the library has written it
/// anew; and what it refuses, be refused.
@Suite struct ReadingTests {
  @Test func whatWeWriteIsReadInOneGo() throws {
    var sampler = Sampler(generator: SeededGenerator())
    for _ in 0..<5_000 {
      let client = sampler.one(of: ClientFrameCase.self)
      for message in try messages(in: client.encoded(limit: FrameLimit.afterLogIn)) {
        let read = message.withUnsafeBytes { FieldReader.readInOneGo($0) { $0.oneOf(ClientFrame.read) } }
        #expect(read == client, "seed \(sampler.generator.seed)")
      }
      let server = sampler.one(of: ServerFrameCase.self)
      for message in try messages(in: server.encoded()) {
        var more = false
        let read = message.withUnsafeBytes {
          FieldReader.readInOneGo($0) { $0.oneOf { ServerFrame.read(&$0, more: &more) } }
        }
        #expect(read == server, "seed \(sampler.generator.seed)")
      }
    }
  }

  @Test func requestsOfAnyFieldsAreReadAsTheLibraryReadsThem() {
    var sampler = Sampler(generator: SeededGenerator())
    var tally = Tally()
    for round in 0..<30_000 {
      let message = sampler.frameOfPieces()
      tally.count(compareClient(message, "seed \(sampler.generator.seed), round \(round)"))
    }
    #expect(tally.isTelling)
  }

  @Test func framesOfClientsInAnyFormAreReadAsTheLibraryReadsThem() throws {
    var sampler = Sampler(generator: SeededGenerator())
    var mutator = MessageMutator(generator: SeededGenerator(for: "mutations"))
    var tally = Tally()
    for round in 0..<60_000 {
      let message = try sampler.message { sampler in
        try sampler.one(of: ClientFrameCase.self).encoded(limit: FrameLimit.afterLogIn)
      }
      tally.count(
        compareClient(
          mutator.mutate(message), "seeds \(sampler.generator.seed) and \(mutator.generator.seed), round \(round)"))
    }
    #expect(tally.isTelling)
  }

  @Test func framesOfServersInAnyFormAreReadAsTheLibraryReadsThem() throws {
    var sampler = Sampler(generator: SeededGenerator())
    var mutator = MessageMutator(generator: SeededGenerator(for: "mutations"))
    var tally = Tally()
    for round in 0..<60_000 {
      let message = try sampler.message { sampler in sampler.one(of: ServerFrameCase.self).encoded() }
      tally.count(
        compareServer(
          mutator.mutate(message), "seeds \(sampler.generator.seed) and \(mutator.generator.seed), round \(round)"))
    }
    #expect(tally.isTelling)
  }

  @Test func whatIsSaidInPiecesIsOneMessage() throws {
    var sampler = Sampler(generator: SeededGenerator())
    for round in 0..<3_000 {
      let client = sampler.one(of: ClientFrameCase.self)
      let message = Array(try client.encoded(limit: FrameLimit.afterLogIn).dropFirst(FrameReader.headerBytes))
      let unknown = Piece.number(14, 1)
      for pieces in [message + unknown, unknown + message, message + message] {
        #expect(try pieces.withUnsafeBytes { try ClientFrame.decode($0) } == client, "seed \(sampler.generator.seed)")
        compareClient(pieces, "seed \(sampler.generator.seed), round \(round)")
      }
    }
  }

  @Test func groupsLieAsDeepAsTheLibraryLetsThem() {
    for depth in 0...10 {
      for inner in [true, false] {
        let groups = [UInt8](repeating: 0x73, count: depth) + [UInt8](repeating: 0x74, count: depth)
        let request = Piece.number(1, 1) + Piece.wrapped(4, [0x68]) + (inner ? groups : [])
        compareClient(Piece.wrapped(1, request) + (inner ? [] : groups), "\(depth)")
      }
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
    compareClient(Piece.wrapped(1, Piece.number(1, 7) + Piece.wrapped(4, text)), "\(body)")
  }

  /// How often each outcome came: without all of them nothing was compared.
  private struct Tally {
    private var counts: [Outcome: Int] = [:]

    mutating func count(_ outcome: Outcome) {
      counts[outcome, default: 0] += 1
    }

    var isTelling: Bool {
      Outcome.allCases.allSatisfy { counts[$0, default: 0] > 100 }
    }
  }

  private enum Outcome: CaseIterable {
    case taken
    case unknown
    case outOfRange
    case undecodable

    init<Frame>(_ result: Result<Frame?, FrameError>) {
      self =
        switch result {
        case .success(nil): .unknown
        case .success: .taken
        case .failure(.outOfRange): .outOfRange
        case .failure: .undecodable
        }
    }
  }

  @discardableResult
  private func compareClient(_ message: [UInt8], _ comment: @autoclosure () -> Comment) -> Outcome {
    let read = Result { () throws(FrameError) in try Frames.client(message) }
    let library = message.withUnsafeBytes(Oracle.clientMessage)
    // Not in the expectation, which takes longer than all the reading.
    let isSame =
      read == library.map { message in Result { () throws(FrameError) in try Frames.client(message) } }
      ?? .failure(.undecodable)
    if !isSame { Issue.record("\(read), \(comment())") }
    return Outcome(read)
  }

  private func compareServer(_ message: [UInt8], _ comment: @autoclosure () -> Comment) -> Outcome {
    let read = Result { () throws(FrameError) in try Frames.server(message) }
    let library = message.withUnsafeBytes(Oracle.serverMessage)
    let expected =
      library.map { message in Result { () throws(FrameError) in try Frames.server(message) } }
      ?? .failure(.undecodable)
    // A number that is none is not equal to itself, and stands in the description all the same.
    if read != expected, "\(read)" != "\(expected)" { Issue.record("\(read), not \(expected), \(comment())") }
    return Outcome(read)
  }
}

/// Reads one message.
private enum Frames {
  static func client(_ message: [UInt8]) throws(FrameError) -> ClientFrame? {
    try message.withUnsafeBufferPointer { bytes throws(FrameError) in
      try ClientFrame.decode(UnsafeRawBufferPointer(bytes))
    }
  }

  static func server(_ message: [UInt8]) throws(FrameError) -> ServerFrame? {
    var decoder = ServerFrameDecoder()
    return try message.withUnsafeBufferPointer { bytes throws(FrameError) in
      try decoder.decode(UnsafeRawBufferPointer(bytes))
    }
  }
}

extension Sampler {
  /// The message of a frame, sometimes followed by that of another: two kinds in one, or one in two pieces.
  fileprivate mutating func message(_ frame: (inout Sampler) throws -> [UInt8]) throws -> [UInt8] {
    var message: [UInt8] = []
    for _ in 0..<[1, 1, 1, 1, 2, 3][integer(0...5)] {
      message += Array(try frame(&self).dropFirst(FrameReader.headerBytes))
    }
    return message
  }
}
