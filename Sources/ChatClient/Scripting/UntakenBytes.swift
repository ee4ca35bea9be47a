/// Bytes that were read in pieces, and not taken yet.
struct UntakenBytes {
  /// Whether nothing more will be read.
  private(set) var haveEnded = false
  private var bytes: [UInt8] = []
  private var start = 0

  /// All of them.
  var rest: ArraySlice<UInt8> {
    bytes[start...]
  }

  /// `more` were read.
  mutating func add(_ more: [UInt8]) {
    bytes.removeSubrange(..<start)
    start = 0
    bytes += more
  }

  /// Nothing more will be read.
  mutating func end() {
    haveEnded = true
  }

  /// Takes those before `index`, which is one of `rest`.
  mutating func take(before index: Int) {
    start = index
  }
}
