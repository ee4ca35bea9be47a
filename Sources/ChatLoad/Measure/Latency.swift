import Foundation
import Histogram

/// The time that something took, over very many times, in nanoseconds from when it was meant to begin.
struct Latency {
  /// To three digits; up to an hour.
  private var histogram = Histogram<UInt64>(
    lowestDiscernibleValue: 256, highestTrackableValue: 3_600_000_000_000, numberOfSignificantValueDigits: .three)

  var count: UInt64 { histogram.totalCount }

  @inline(__always)
  mutating func record(_ nanoseconds: Int64) {
    histogram.record(UInt64(max(0, nanoseconds)))
  }

  /// Percentiles in milliseconds; nil when there was nothing.
  var summary: LatencySummary? {
    guard count > 0 else { return nil }
    return LatencySummary(
      p50: Double(histogram.valueAtPercentile(50)) / 1e6, p99: Double(histogram.valueAtPercentile(99)) / 1e6,
      max: Double(histogram.max) / 1e6)
  }
}

/// The percentiles of a ``Latency``, in milliseconds.
struct LatencySummary: Codable, Equatable {
  var p50: Double
  var p99: Double
  var max: Double
}

/// The median of several measurements, and how far they lie apart.
struct Spread: Equatable {
  let (median, lowest, highest): (Double, Double, Double)

  /// Of those that there are; nil when there is none.
  init?(_ values: [Double?]) {
    let sorted = values.compactMap { $0 }.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    let middle = sorted.count / 2
    (lowest, highest) = (first, last)
    median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  /// The median, and in parentheses the lowest and the highest.
  var text: String {
    lowest == highest ? median.short : "\(median.short) (\(lowest.short)–\(highest.short))"
  }
}

extension Double {
  /// Thousands divided, no fraction.
  var grouped: String {
    var text = ""
    for (place, digit) in String(Int64(rounded())).reversed().enumerated() {
      if place > 0, place % 3 == 0, digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  /// Three digits.
  var short: String {
    if abs(self) >= 100 { return grouped }
    return String(format: abs(self) >= 10 ? "%.1f" : abs(self) >= 1 ? "%.2f" : "%.3f", self)
  }
}

extension Int {
  var grouped: String { Double(self).grouped }
}
