/// Cuts text that is read in pieces into lines of bounded length.
struct RequestLineCutter {
  /// A line without its line feed.
  enum Line: Hashable {
    /// What stands there.
    case bytes([UInt8])
    /// More than `longest` bytes, which are dropped.
    case tooLong
  }

  /// The longest line that is looked at, in bytes: it holds the longest message with all of it escaped.
  static let longest = 65_536

  private static let lineFeed = UInt8(ascii: "\n")

  /// What was read.
  var input = UntakenBytes()
  private var isDropping = false

  /// Whether everything has come and was taken.
  var isExhausted: Bool {
    input.haveEnded && input.rest.isEmpty && !isDropping
  }

  /// The next line; nil when more has to be read for it, or none is left. A last one without a line feed counts.
  mutating func next() -> Line? {
    let rest = input.rest
    if let end = rest.firstIndex(of: Self.lineFeed) {
      input.take(before: end + 1)
      return line(rest[..<end])
    }
    if input.haveEnded {
      input.take(before: rest.endIndex)
      return rest.isEmpty && !isDropping ? nil : line(rest)
    }
    if rest.count > Self.longest {
      input.take(before: rest.endIndex)
      isDropping = true
    }
    return nil
  }

  private mutating func line(_ bytes: ArraySlice<UInt8>) -> Line {
    defer { isDropping = false }
    return isDropping || bytes.count > Self.longest ? .tooLong : .bytes(Array(bytes))
  }
}
