/// The traits of a terminal that its environment tells.
struct TerminalTraits {
  /// True when the cursor can be moved.
  let hasCursorControl: Bool
  /// True when long lines are wrapped anew when the window gets another width. Most terminals do it; readline does not
  /// know of it.
  let wrapsAnew: Bool

  /// The terminal that `$TERM` calls `terminal`.
  ///
  /// - Parameter isXterm: whether xterm itself has started the program (it sets `XTERM_VERSION`); many others pretend.
  init(terminal: String?, isXterm: Bool) {
    let terminal = terminal ?? ""
    hasCursorControl = !terminal.isEmpty && terminal != "dumb"
    let isReallyXterm = isXterm && terminal.hasPrefix("xterm")
    wrapsAnew = hasCursorControl && !isReallyXterm && terminal != "linux" && !terminal.hasPrefix("vt")
  }
}
