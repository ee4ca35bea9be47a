/// How far two spellings are apart: how many characters must be put in, taken out, changed, or swapped with their
/// neighbour (the optimal string alignment distance).
public enum EditDistance {
  /// What is compared of a text at most; longer ones can't be anybody's typing error.
  private static let longest = 64

  /// The number of changes that make `left` into `right`. Only the first 64 characters count.
  public static func between(_ left: String, _ right: String) -> Int {
    let left = Array(left.prefix(longest))
    let right = Array(right.prefix(longest))
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let change = left[row] == right[column] ? 0 : 1
        var best = min(last[column + 1] + 1, current[column] + 1, last[column] + change)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }

  /// The candidate whose spelling is the nearest to `text` without regard to case; the first of several as near, nil
  /// when there is none at all.
  public static func nearest<Candidate>(
    to text: String, in candidates: [Candidate], spelling: (Candidate) -> String
  ) -> Candidate? {
    let text = text.lowercased()
    let distances = candidates.map { between(text, spelling($0).lowercased()) }
    return zip(candidates, distances).min { $0.1 < $1.1 }?.0
  }
}
