/// When to try again to reach a server that was lost: soon, then after ever longer pauses, each of them a random part of
/// its longest so that the clients of a server that comes back do not all come at once.
struct ReconnectPace {
  /// The longest first pause, in seconds; each further one may be twice as long.
  static let firstPause = 0.5
  /// No pause is longer, in seconds.
  static let longestPause = 60.0

  private var attempts = 0
  private var random: UInt64

  /// A pace whose random numbers follow from `seed`.
  init(seed: UInt64) {
    random = seed
  }

  /// The next pause, in seconds: at least half of its longest.
  mutating func nextPause() -> Double {
    var longest = Self.firstPause
    for _ in 0..<attempts where longest < Self.longestPause {
      longest *= 2
    }
    attempts += 1
    return min(longest, Self.longestPause) * (0.5 + nextRandom() / 2)
  }

  /// The server was reached: the next loss begins with the first pause.
  mutating func reset() {
    attempts = 0
  }

  /// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014), as a number from 0 to
  /// below 1.
  private mutating func nextRandom() -> Double {
    random &+= 0x9E37_79B9_7F4A_7C15
    var mixed = random
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return Double(mixed >> 11) * 0x1p-53
  }
}
