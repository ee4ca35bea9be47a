import ChatTestSupport

/// A terminal window of a person's, with `chatctl` in it.
final class Window {
  /// The terminal.
  let terminal: PseudoTerminal
  private let companion: AnyObject?
  private let columns: Int

  /// Opens one and runs `chatctl` with `arguments` in it.
  ///
  /// - Parameters:
  ///   - companion: what has to live as long as this.
  ///   - environment: `NAME=VALUE` each.
  init(
    _ arguments: [String], with companion: AnyObject?, columns: Int = 120, environment: [String] = []
  ) throws {
    self.companion = companion
    self.columns = columns
    terminal = try PseudoTerminal(columns: UInt16(columns))
    try terminal.spawn(
      Executable.path, arguments,
      environment: ["TERM=xterm", "LC_ALL=C.UTF-8", "INPUTRC=/dev/null", "HOME=/nonexistent"] + environment)
  }

  /// Opens one and connects to `server`.
  convenience init(to server: ServerProcess, columns: Int = 120) throws {
    try self.init(
      server.connectArguments, with: server, columns: columns,
      environment: server.clientEnvironment.map { "\($0.key)=\($0.value)" })
  }

  /// Opens one with the operator's console of `server`, which keeps its history below `state`.
  convenience init(console server: ServerProcess, state: TemporaryDirectory, options: [String] = []) throws {
    try self.init(
      ["admin", "--data", server.data.path] + options, with: server, environment: ["XDG_STATE_HOME=\(state.path)"])
  }

  /// What a person sees now.
  var screen: TerminalScreen {
    TerminalScreen(columns: columns, showing: terminal.text)
  }

  /// The rows that a person sees, but for those that tell what has become of private messages: they change when they like.
  var lines: [String] {
    Self.withoutReceipts(screen.lines)
  }

  private static func withoutReceipts(_ lines: [String]) -> [String] {
    lines.filter { $0.prefixMatch(of: /to \S+: (sending|stored|delivered)/) == nil }
  }

  /// Waits until the last rows are `rows`, blanks at their ends left out.
  func expect(_ rows: String..., within seconds: Double = ChildProcess.patience) throws {
    try terminal.read(
      until: {
        Self.withoutReceipts(TerminalScreen(columns: self.columns, showing: $0).lines).suffix(rows.count)
          .elementsEqual(rows)
      },
      within: seconds)
  }

  /// Types `line` and Return.
  func send(_ line: String) {
    terminal.type(line + "\r")
  }

  /// Logs one of the nine of the samples in.
  func logIn(_ name: String) throws {
    try expect(">>")
    send(name)
    try expect("Please enter your password:", ">>")
    send(try Samples.password(of: name))
    try expect(
      "Welcome to the Chatting room user \"\(name)\"! Now you have successfully logged in!", "\(name)>")
  }
}
