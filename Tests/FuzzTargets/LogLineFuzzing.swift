@testable import ChatServer

/// A line of a log, whatever it holds, is read, and shown as one safe line of JSON.
enum LogLineFuzzing {
  static func run(_ input: UnsafeRawBufferPointer) {
    var cutter = LineCutter()
    let show = { (line: LoggedLine) in
      let json = line.json
      precondition(!json.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "a line that acts on a terminal")
      precondition(!line.isWhole || LoggedLine(json.utf8).isWhole, "a whole line that is none when shown")
    }
    cutter.add(input, show)
    cutter.finish(show)
  }
}
