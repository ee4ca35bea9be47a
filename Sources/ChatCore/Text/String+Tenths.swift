extension String {
  /// `12.3` for 123 tenths, none of them negative.
  init(tenths: Int64) {
    self = "\(tenths / 10).\(tenths % 10)"
  }

  /// `value`, which is not negative, with one digit after the point.
  public init(tenthsOf value: Double, rounded rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero) {
    // The most that a Double counts exactly is more than anybody reads.
    self.init(tenths: Int64(Swift.min(Swift.max(0, value * 10), 0x1p53).rounded(rule)))
  }
}
