import ChatCore

/// A line of list_block.txt: `IP EPOCH NAME`, a name blocked on an address since then.
struct LogInBlockRecord {
  let line: Int
  let address: String
  let since: WallTime
  let name: String

  /// The last second of the year 9999.
  private static let latest = 253_402_300_799.0

  init(_ line: TextLine) throws(LineError) {
    let fields = try line.fields(3, expected: "IP EPOCH NAME")
    self.line = line.number
    address = fields[0]
    guard fields[1].utf8.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) }),
      let seconds = Double(fields[1]), (0...Self.latest).contains(seconds)
    else {
      throw line.error("\"\(fields[1])\" is no time in seconds since 1970")
    }
    since = WallTime(seconds: seconds)
    name = TextLine.withoutBlanksAtEnd(fields[2])
    guard !name.isEmpty else { throw line.error("expected IP EPOCH NAME") }
  }

  /// The line for a block.
  static func text(address: String, since: WallTime, name: String) -> String {
    "\(address) \(text(of: since)) \(name)\n"
  }

  /// Seconds with as much of a fraction as there is, and at least one digit of it.
  private static func text(of time: WallTime) -> String {
    let microseconds = max(0, time.microseconds)
    let digits = String(1_000_000 + microseconds % 1_000_000).dropFirst()
    let significant = digits.lastIndex { $0 != "0" } ?? digits.startIndex
    return "\(microseconds / 1_000_000).\(digits[...significant])"
  }
}
