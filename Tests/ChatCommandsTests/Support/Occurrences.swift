/// Counts how often words stand in an output that grows, looking at each byte once.
struct Occurrences {
  /// How often so far.
  private(set) var count = 0
  private let words: [UInt8]
  private var next = 0

  init(of words: String) {
    self.words = Array(words.utf8)
  }

  /// How often `words` stand in `text`.
  static func count(of words: String, in text: String) -> Int {
    var occurrences = Occurrences(of: words)
    occurrences.look(at: Array(text.utf8))
    return occurrences.count
  }

  /// Counts on in `output`, which begins with what was looked at before.
  mutating func look(at output: [UInt8]) {
    while next + words.count <= output.count {
      if output[next] == words[0], output[next..<next + words.count].elementsEqual(words) {
        count += 1
        next += words.count
      } else {
        next += 1
      }
    }
  }
}
