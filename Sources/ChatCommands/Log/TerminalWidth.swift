import Glibc

/// How wide the standard output is.
enum TerminalWidth {
  /// Columns: of the terminal, else what `$COLUMNS` says, else 80.
  static var columns: Int {
    var size = winsize()
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return Int(size.ws_col)
    }
    let given = getenv("COLUMNS").flatMap { Int(String(cString: $0)) } ?? 0
    return (1...10_000).contains(given) ? given : 80
  }
}
