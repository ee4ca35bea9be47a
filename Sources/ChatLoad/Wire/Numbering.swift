/// How the generator numbers its requests, so that a delivery tells by its run and number alone whose message it is and
/// which one.
///
/// All runs of a generator have the same upper bits; the lower ones are the place of the member. A member's message k
/// (from 1) has the number 16 · k, and its acknowledgements, which need numbers too, have those in between.
struct Numbering {
  /// The numbers from one message to the next.
  static let stride: UInt64 = 16
  private static let placeBits: UInt64 = 24
  private static let places: UInt64 = (1 << placeBits) - 1

  private let base: UInt64

  /// A numbering that no other generator has.
  init(random: UInt64) {
    base = random & ~Self.places
  }

  /// The run of the member at `place`.
  func run(of place: Int) -> UInt64 {
    base | UInt64(place)
  }

  /// The place of the member whose run it is; nil for a stranger's.
  @inline(__always)
  func place(of run: UInt64) -> Int? {
    run & ~Self.places == base ? Int(run & Self.places) : nil
  }
}
