/// How long deliveries took.
struct DeliveryPace: CustomStringConvertible {
  /// How many there were.
  let count: Int
  /// What half of them took at most, in milliseconds; 0 for none.
  let median: Double
  /// What 99 of 100 took at most, in milliseconds.
  let ninetyNinth: Double
  /// What the slowest took, in milliseconds.
  let slowest: Double

  /// From milliseconds, in any order.
  init(_ times: some Sequence<Double>) {
    let sorted = times.sorted()
    count = sorted.count
    median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    ninetyNinth = sorted.isEmpty ? 0 : sorted[sorted.count * 99 / 100]
    slowest = sorted.last ?? 0
  }

  var description: String {
    func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
    return "p50 \(rounded(median)) ms, p99 \(rounded(ninetyNinth)) ms, slowest \(rounded(slowest)) ms of \(count)"
  }
}
