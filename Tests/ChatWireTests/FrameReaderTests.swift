import ChatTestSupport
import Testing

@testable import ChatWire

@Suite struct FrameReaderTests {
  @Test func anyCutOfAStreamGivesTheSameFrames() throws {
    var sampler = Sampler(generator: SeededGenerator())
    let frames = (0..<20).map { _ in sampler.bytes(1...200) }
    let stream = frames.flatMap { framed($0) }
    for round in 0..<300 {
      // Round 0 goes byte by byte, round 1 all at once.
      let longest = round == 0 ? 1 : round == 1 ? stream.count : Int.random(in: 2...500, using: &sampler.generator)
      var reader = FrameReader(limit: 200)
      var rest = stream[...]
      var read: [[UInt8]] = []
      while !rest.isEmpty {
        let count = round < 2 ? longest : Int.random(in: 0...longest, using: &sampler.generator)
        read += try reader.messages(in: rest.prefix(count))
        rest = rest.dropFirst(count)
      }
      #expect(read == frames, "seed \(sampler.generator.seed), round \(round)")
      #expect(!reader.isWithinFrame)
    }
  }

  @Test func everyPairOfCutsOfAShortStreamGivesTheSameFrames() throws {
    let frames: [[UInt8]] = [[1], [2, 3, 4], [5, 6]]
    let stream = frames.flatMap { framed($0) }
    for first in 0...stream.count {
      for second in first...stream.count {
        var reader = FrameReader(limit: 3)
        let read =
          try reader.messages(in: stream[..<first]) + reader.messages(in: stream[first..<second])
          + reader.messages(in: stream[second...])
        #expect(read == frames, "cut at \(first) and \(second)")
      }
    }
  }

  @Test func theLimitIsTheLongestThatIsTaken() throws {
    var reader = FrameReader(limit: 300)
    #expect(try reader.messages(in: framed([UInt8](repeating: 1, count: 300))).count == 1)
    #expect(throws: FrameError.tooLong(length: 301, limit: 300)) {
      try reader.messages(in: framed([UInt8](repeating: 1, count: 301)))
    }
  }

  @Test func theLimitMayRiseBetweenTwoFrames() throws {
    var reader = FrameReader()
    let long = framed([UInt8](repeating: 1, count: FrameLimit.afterLogIn))
    #expect(throws: FrameError.tooLong(length: 65_536, limit: 4_096)) { try reader.messages(in: long) }
    reader = FrameReader()
    reader.limit = FrameLimit.afterLogIn
    #expect(try reader.messages(in: long).count == 1)
  }

  @Test func anOversizeLengthIsRefusedOnceItIsKnown() {
    for cut in 0..<4 {
      var reader = FrameReader()
      #expect(throws: Never.self) { try reader.messages(in: [0xFF, 0xFF, 0xFF, 0xFF].prefix(cut)) }
      #expect(throws: FrameError.tooLong(length: 0xFFFF_FFFF, limit: 4_096)) {
        try reader.messages(in: [0xFF, 0xFF, 0xFF, 0xFF].dropFirst(cut))
      }
    }
  }

  @Test func anotherProtocolIsRefused() {
    var reader = FrameReader()
    #expect(throws: FrameError.tooLong(length: 0x4745_5420, limit: 4_096)) {
      try reader.messages(in: Array("GET / HTTP/1.1\r\n".utf8))
    }
  }

  @Test func anEmptyFrameIsRefused() {
    for cut in 0...4 {
      var reader = FrameReader()
      #expect(throws: FrameError.empty) {
        _ = try reader.messages(in: [0, 0, 0, 0].prefix(cut))
        _ = try reader.messages(in: [0, 0, 0, 0].dropFirst(cut))
      }
    }
  }

  @Test func framesBeforeABrokenOneAreHandedOn() {
    var reader = FrameReader()
    var read: [[UInt8]] = []
    let stream = framed([1]) + framed([2]) + [0, 0, 0, 0] + framed([3])
    #expect(throws: FrameError.empty) {
      try stream.withUnsafeBytes { bytes in
        try reader.read(bytes) { (message) throws(FrameError) in read.append(Array(message)) }
      }
    }
    #expect(read == [[1], [2]])
  }

  @Test func whatTheBodyThrowsEndsTheReading() {
    var reader = FrameReader()
    var count = 0
    let stream = framed([1]) + framed([2])
    #expect(throws: FrameError.undecodable) {
      try stream.withUnsafeBytes { bytes in
        try reader.read(bytes) { (_) throws(FrameError) in
          count += 1
          throw .undecodable
        }
      }
    }
    #expect(count == 1)
  }

  @Test func nothingIsHeldBetweenFrames() throws {
    var reader = FrameReader()
    _ = try reader.messages(in: framed([1, 2, 3]).dropLast())
    #expect(reader.isWithinFrame)
    _ = try reader.messages(in: [3])
    #expect(!reader.isWithinFrame)
    #expect(reader.partial.capacity == 0)
  }

  @Test func aLengthAloneHoldsNoRoomForItsFrame() throws {
    var reader = FrameReader(limit: FrameLimit.afterLogIn)
    _ = try reader.messages(in: [0, 1, 0, 0, 7])
    #expect(reader.partial.capacity < 100)
  }

  private func framed(_ message: [UInt8]) -> [UInt8] {
    withUnsafeBytes(of: UInt32(message.count).bigEndian) { Array($0) } + message
  }
}
