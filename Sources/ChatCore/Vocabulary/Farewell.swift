/// The ways in which a client announces that it goes.
public enum Farewell: Int, CaseIterable, Sendable {
  /// The command `logout`.
  case logout = 1
  /// The command `quit`, the end of input, Ctrl+C.
  case quit = 2
  /// The terminal window was closed.
  case windowClosed = 3
}
