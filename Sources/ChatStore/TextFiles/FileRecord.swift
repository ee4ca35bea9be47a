import ChatCore

/// A line of file_rep.txt: `RECEIVER SENDER FILENAME`, a file that waits. Its bytes lie beside it.
struct FileRecord {
  let line: Int
  let receiver: String
  let sender: String
  let name: String

  private init(line: Int, receiver: String, sender: String, name: String) {
    self.line = line
    self.receiver = receiver
    self.sender = sender
    self.name = name
  }

  init(_ line: TextLine) throws(LineError) {
    let fields = try line.fields(3, expected: "RECEIVER SENDER FILENAME")
    guard !fields[2].isEmpty else { throw line.error("expected RECEIVER SENDER FILENAME") }
    self.line = line.number
    receiver = fields[0]
    sender = fields[1]
    name = fields[2]
  }

  /// The name of the file with the bytes.
  var bytesName: String {
    Self.bytesName(sender: sender, receiver: receiver, name: name)
  }

  /// Where the original, which cut names at the first space, left the bytes of a name with one; nil for other names.
  var cutBytesName: String? {
    guard let space = name.utf8.firstIndex(of: UInt8(ascii: " ")), space > name.startIndex else { return nil }
    return Self.bytesName(sender: sender, receiver: receiver, name: String(name[..<space]))
  }

  /// The same without blanks at the end of the line: whose they are shows in the names of the files that are there.
  var withoutBlanksAtEnd: FileRecord {
    FileRecord(line: line, receiver: receiver, sender: sender, name: TextLine.withoutBlanksAtEnd(name))
  }

  /// The line for a file, without a line feed: the last line has none.
  static func text(receiver: String, sender: String, name: String) -> String {
    "\(receiver) \(sender) \(TextLine.guarded(name))"
  }

  /// The name under which the bytes of a file lie.
  static func bytesName(sender: String, receiver: String, name: String) -> String {
    "\(sender)_\(receiver)_\(name)"
  }
}
