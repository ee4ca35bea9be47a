/// Cuts what is read of a log into lines.
struct LineCutter {
  /// A longer line is cut: no line that we write is half as long.
  static let longest = 1 << 20

  private var rest: [UInt8] = []

  /// Calls `body` with every line that `bytes` end.
  mutating func add(_ bytes: some Collection<UInt8>, _ body: (LoggedLine) -> Void) {
    rest += bytes
    var start = rest.startIndex
    while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
      body(LoggedLine(rest[start..<end]))
      start = end + 1
    }
    rest.removeSubrange(..<start)
    if rest.count > Self.longest {
      finish(body)
    }
  }

  /// Ends the text: what stands there without an end is a line too, a torn one.
  mutating func finish(_ body: (LoggedLine) -> Void) {
    guard !rest.isEmpty else { return }
    body(LoggedLine(rest))
    rest = []
  }

  /// Forgets what stands there without an end.
  mutating func discard() {
    rest = []
  }
}
