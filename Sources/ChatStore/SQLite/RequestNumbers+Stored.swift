import ChatCore

// How the store writes numbers of requests: "3,5-9".
extension RequestNumbers {
  var stored: String {
    stretches.map { $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(
      separator: ",")
  }

  /// Nil when they are no numbers that grow.
  init?(stored text: String) {
    self = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last,
        stretches.last.map({ $0.upperBound < first }) ?? true
      else { return nil }
      append(first...last)
    }
  }
}
