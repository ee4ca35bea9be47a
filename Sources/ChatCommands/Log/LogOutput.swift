import ChatServer
import ChatSystem
import Glibc

/// The standard output of a command that prints many lines: gathered, and written until nobody reads any more.
struct LogOutput {
  /// How lines of the log look.
  let style: LogLineStyle
  private let isJSON: Bool
  private var waiting = ""
  private var isOpen = true

  /// So many bytes are written at once.
  private static let chunk = 1 << 16

  /// Lines of the log as they stand there, or for people: with colours on a terminal, unless `NO_COLOR` is set
  /// (no-color.org).
  init(isJSON: Bool) {
    self.isJSON = isJSON
    let forbids = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    style = LogLineStyle(hasColour: !isJSON && isatty(STDOUT_FILENO) == 1 && !forbids)
    // `| head` closes the pipe: then writing fails, and the command ends as it should.
    signal(SIGPIPE, SIG_IGN)
  }

  /// Prints a line of the log.
  ///
  /// - Returns: whether somebody still reads.
  mutating func write(_ line: LoggedLine) -> Bool {
    write(text: isJSON ? line.json : style.text(of: line))
  }

  /// Prints a line.
  ///
  /// - Returns: whether somebody still reads.
  @discardableResult
  mutating func write(text: String) -> Bool {
    waiting += text
    waiting += "\n"
    return waiting.utf8.count < Self.chunk ? isOpen : flush()
  }

  /// Writes what was gathered.
  ///
  /// - Returns: whether somebody still reads.
  @discardableResult
  mutating func flush() -> Bool {
    if isOpen, !waiting.isEmpty {
      isOpen = StandardOutput.write(waiting)
    }
    waiting = ""
    return isOpen
  }
}
