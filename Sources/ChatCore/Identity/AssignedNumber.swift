/// A number that the server gives out and nobody chooses.
///
/// The ways of a message are full of look-ups by such numbers, and Swift's own hashing, which keeps strangers from choosing
/// keys that collide, costs more there than the rules do. These keys are counted up, so that spreading them is enough.
public protocol AssignedNumber: RawRepresentable, Hashable, Sendable where RawValue: FixedWidthInteger & Sendable {}

extension AssignedNumber {
  /// What `Dictionary` and `Set` ask for: Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4), whose upper
  /// half differs for neighbours.
  @inlinable
  public func _rawHashValue(seed: Int) -> Int {
    let spread = (UInt64(truncatingIfNeeded: rawValue) ^ UInt64(truncatingIfNeeded: seed)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: spread ^ spread >> 32)
  }
}
