import ChatTestSupport

/// Makes new input of old: the simple things that libFuzzer does too.
struct Mutator {
  var random: SeededGenerator
  let seeds: [[UInt8]]

  mutating func next() -> [UInt8] {
    var bytes = seeds.randomElement(using: &random) ?? []
    for _ in 0...Int.random(in: 0..<4, using: &random) {
      mutate(&bytes)
    }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0 where place < bytes.count:
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1 where place < bytes.count:
      bytes[place] = [0, 0x0A, 0x20, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
    case 2:
      bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0..<9, using: &random)))
    case 3:
      bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
    default:
      let other = seeds.randomElement(using: &random) ?? []
      bytes.replaceSubrange(place..., with: other.dropFirst(Int.random(in: 0...other.count, using: &random)))
    }
  }
}
