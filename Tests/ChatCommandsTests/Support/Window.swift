import ChatTestSupport

/// A terminal window of a person's, with `chatctl` in it.
final class Window {
  /// The terminal.
  let terminal: PseudoTerminal
  private let companion: AnyObject?
  /// Its width, and what was shown before it got it.
  private var columns: Int
  private var past: (screen: TerminalScreen, count: Int)
  /// Where the program keeps its history, unless the test says otherwise.
  private let state: TemporaryDirectory

  /// Opens one and runs `chatctl` with `arguments` in it.
  ///
  /// - Parameters:
  ///   - companion: what has to live as long as this.
  ///   - environment: `NAME=VALUE` each.
  ///   - directory: where it starts; nil for where the tests run.
  init(
    _ arguments: [String], with companion: AnyObject?, columns: Int = 120, environment: [String] = [],
    directory: String? = nil
  ) throws {
    self.companion = companion
    self.columns = columns
    past = (TerminalScreen(columns: columns), 0)
    state = try TemporaryDirectory()
    terminal = try PseudoTerminal(columns: UInt16(columns))
    try terminal.spawn(
      Executable.path, arguments,
      environment: Self.settings(environment, state: state), directory: directory)
  }

  /// Opens one and connects to `server`.
  convenience init(
    to server: ServerProcess, columns: Int = 120, environment: [String] = [], directory: String? = nil
  ) throws {
    try self.init(
      server.connectArguments, with: server, columns: columns,
      environment: server.clientEnvironment.map { "\($0.key)=\($0.value)" } + environment, directory: directory)
  }

  /// Opens one with the operator's console of `server`, which keeps its history below `state`.
  convenience init(console server: ServerProcess, state: TemporaryDirectory, options: [String] = []) throws {
    try self.init(
      ["admin", "--data", server.data.path] + options, with: server, environment: ["XDG_STATE_HOME=\(state.path)"])
  }

  /// What a person sees now.
  var screen: TerminalScreen {
    screen(of: terminal.output)
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
    try expect(rows: rows, within: seconds)
  }

  /// Waits until the last rows are `rows`, blanks at their ends left out.
  func expect(rows: [String], within seconds: Double = ChildProcess.patience) throws {
    do {
      try terminal.read(
        until: { _ in self.lines.suffix(rows.count).elementsEqual(rows) }, within: seconds)
    } catch is PseudoTerminal.Failure {
      throw PseudoTerminal.Failure.deadline(screen: lines.joined(separator: "\n"))
    }
  }

  /// Gives the window another width. What the program shows from then on is for the new one.
  func resize(columns: Int, wrapsAnew: Bool = true) {
    var screen = screen
    screen.resize(columns: columns, wrapsAnew: wrapsAnew)
    past = (screen, terminal.output.count)
    self.columns = columns
    terminal.resize(columns: UInt16(columns))
  }

  /// Pastes `text` as terminals do it.
  func paste(_ text: String) {
    terminal.type("\u{1B}[200~" + text.replacing("\n", with: "\r") + "\u{1B}[201~")
  }

  private func screen(of output: [UInt8]) -> TerminalScreen {
    var screen = past.screen
    screen.show(String(decoding: output.dropFirst(past.count), as: UTF8.self))
    return screen
  }

  /// `given` wins over what every window has.
  private static func settings(_ given: [String], state: TemporaryDirectory) -> [String] {
    let usual = [
      "TERM=xterm", "LC_ALL=C.UTF-8", "INPUTRC=/dev/null", "HOME=/nonexistent", "XDG_STATE_HOME=\(state.path)",
      "NO_COLOR=1",
    ]
    let names = Set(given.map { $0.prefix { $0 != "=" } })
    return usual.filter { !names.contains($0.prefix { $0 != "=" }) } + given
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
