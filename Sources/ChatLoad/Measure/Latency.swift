import Histogram

/// How long something took, over very many times, in nanoseconds from when it was meant to begin.
struct Latency {
  /// To three digits; up to an hour.
  private var histogram = Histogram<UInt64>(
    lowestDiscernibleValue: 256, highestTrackableValue: 3_600_000_000_000, numberOfSignificantValueDigits: .three)

  /// How many there were.
  var count: UInt64 { histogram.totalCount }

  /// Counts one of `nanoseconds`.
  @inline(__always)
  mutating func record(_ nanoseconds: Int64) {
    histogram.record(UInt64(max(0, nanoseconds)))
  }

  /// The percentiles in milliseconds; nil when there was nothing.
  var summary: LatencySummary? {
    guard count > 0 else { return nil }
    return LatencySummary(
      p50: Double(histogram.valueAtPercentile(50)) / 1e6, p99: Double(histogram.valueAtPercentile(99)) / 1e6,
      max: Double(histogram.max) / 1e6)
  }
}

/// What is told of a ``Latency``, in milliseconds.
struct LatencySummary: Codable, Equatable {
  var p50: Double
  var p99: Double
  var max: Double
}
