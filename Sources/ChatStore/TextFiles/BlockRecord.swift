/// A line of block_rep.txt: `NAME:BLOCKER BLOCKER …`. It is inverted: those after the colon take nothing from NAME.
struct BlockRecord {
  let line: Int
  let blocked: String
  let blockers: [String]

  init(_ line: TextLine) throws(LineError) {
    guard let colon = line.text.utf8.firstIndex(of: UInt8(ascii: ":")), colon > line.text.startIndex else {
      throw line.error("expected NAME:BLOCKER BLOCKER")
    }
    self.line = line.number
    blocked = String(line.text[..<colon])
    blockers = line.text[colon...].dropFirst().split { $0 == " " || $0 == "\t" }.map(String.init)
  }

  /// The line for an account; there is one for each.
  static func text(blocked: String, blockers: [String]) -> String {
    "\(blocked):" + blockers.map { "\($0) " }.joined() + "\n"
  }
}
