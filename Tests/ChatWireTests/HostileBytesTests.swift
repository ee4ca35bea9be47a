import ChatTestSupport
import Testing

@testable import ChatWire

/// Nothing that a stranger sends may end the program. A trap here ends the test run: the seed stands above it.
@Suite struct HostileBytesTests {
  @Test func noiseNeverTraps() {
    var sampler = Sampler(generator: SeededGenerator())
    for _ in 0..<50_000 {
      decodeBothWays(sampler.bytes(1...80))
    }
  }

  @Test func damagedFramesNeverTrap() throws {
    var sampler = Sampler(generator: SeededGenerator())
    for _ in 0..<50_000 {
      var bytes: [UInt8] =
        if Bool.random(using: &sampler.generator) {
          try sampler.one(of: ClientFrameCase.self).encoded(limit: FrameLimit.afterLogIn)
        } else {
          sampler.one(of: ServerFrameCase.self).encoded()
        }
      bytes.removeFirst(4)
      for _ in 0..<Int.random(in: 1...4, using: &sampler.generator) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &sampler.generator)
        switch Int.random(in: 0..<4, using: &sampler.generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &sampler.generator)
        case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &sampler.generator)
        case 2: bytes.removeSubrange(place...)
        default: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
        }
      }
      decodeBothWays(bytes)
    }
  }

  @Test func noiseInTheStreamNeverTraps() {
    var sampler = Sampler(generator: SeededGenerator())
    for _ in 0..<5_000 {
      var reader = FrameReader(limit: Int.random(in: 1...64, using: &sampler.generator))
      for _ in 0..<10 {
        // Short lengths are likely, or nothing would get past the first frame.
        let bytes = sampler.bytes(0...40).map { $0 < 200 ? $0 & 0x0F : $0 < 230 ? 0 : $0 }
        guard (try? reader.messages(in: bytes)) != nil else { break }
      }
    }
  }

  @Test func deepNestingIsRefused() {
    // A group within a group within a group, of an unknown field.
    let bytes = [UInt8](repeating: 0x7B, count: 4_000)
    #expect(throws: FrameError.undecodable) { try bytes.withUnsafeBytes { try ClientFrame.decode($0) } }
  }

  @Test func textThatIsNotUnicodeIsRefused() {
    // A request with number 1 whose check_name is the byte FF.
    let bytes: [UInt8] = [0x0A, 0x06, 0x08, 0x01, 0x82, 0x01, 0x01, 0xFF]
    #expect(throws: FrameError.undecodable) { try bytes.withUnsafeBytes { try ClientFrame.decode($0) } }
  }

  @Test func lengthsBeyondTheMessageAreRefused() {
    // A chunk that says it has 4 GiB of data.
    let bytes: [UInt8] = [0x12, 0x09, 0x08, 0x01, 0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x01]
    #expect(throws: FrameError.undecodable) { try bytes.withUnsafeBytes { try ClientFrame.decode($0) } }
  }

  private func decodeBothWays(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { payload in
      _ = try? ClientFrame.decode(payload)
      _ = ClientFrame.answerToUnknown(payload)
      var decoder = ServerFrameDecoder()
      guard let frame = try? decoder.decode(payload) else { return }
      // What a client does with it: shows it.
      if case .reply(_, .refused(let refusal)) = frame {
        _ = refusal.lines
      }
    }
  }
}
