import Glibc

/// Random numbers that can be had again: a failing test names its seed, and `CHATCTL_TEST_SEED` brings it back.
///
/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
public struct SeededGenerator: RandomNumberGenerator {
  /// Where it started; belongs into the comment of every expectation.
  public let seed: UInt64
  private var state: UInt64

  /// A generator that starts at `seed`.
  public init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  /// A generator that starts at `CHATCTL_TEST_SEED`, or anywhere; says where on standard output.
  public init(for test: String = #function) {
    let given = getenv("CHATCTL_TEST_SEED").flatMap { UInt64(String(cString: $0)) }
    self.init(seed: given ?? UInt64.random(in: 0...UInt64.max))
    print("\(test): CHATCTL_TEST_SEED=\(seed)")
  }

  /// The next number.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
