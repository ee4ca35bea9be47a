/// The median of several measurements, and how far they lie apart.
struct Spread: Equatable {
  let median: Double
  let lowest: Double
  let highest: Double

  /// Of those that there are; nil when there is none.
  init?(_ values: [Double?]) {
    let sorted = values.compactMap { $0 }.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    lowest = first
    highest = last
    let middle = sorted.count / 2
    median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  /// The median, and in parentheses the lowest and the highest.
  var text: String {
    let middle = LoadReport.short(median)
    return lowest == highest ? middle : "\(middle) (\(LoadReport.short(lowest))–\(LoadReport.short(highest)))"
  }
}
