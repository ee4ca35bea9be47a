import ChatTestSupport

/// A window of a transcript that is a terminal: what is shown is compared as rows of its screen, on which what is typed
/// stands behind its prompt.
final class ReplayedScreen {
  private let window: Window
  private var rows: [String] = []

  /// Connects to `server`, so wide that nothing is wrapped.
  init(to server: ServerProcess, directory: String) throws {
    window = try Window(to: server, columns: 250, directory: directory)
  }

  /// Waits for one more row.
  func expect(_ row: String) throws {
    rows.append(row)
    try expectRows()
  }

  /// Types `line`; a password is not shown.
  func type(_ line: String) {
    if let prompt = rows.popLast() {
      rows.append(rows.last?.contains("password:") == true ? prompt : "\(prompt) \(line)")
    }
    window.send(line)
  }

  /// Types Ctrl+D.
  func endInput() {
    window.terminal.type("\u{4}")
  }

  /// Waits for the end, after which nothing more is shown, and gives the exit code.
  func wait() throws -> Int32 {
    let code = try window.terminal.wait()
    try expectRows()
    let more = window.lines.dropFirst(rows.count).filter { !$0.isEmpty }
    guard more.isEmpty else { throw ChildProcess.Mismatch(description: "one row too many: \(more)") }
    return code
  }

  private func expectRows() throws {
    let isShown = { [self] in
      let lines = window.lines
      return lines.count >= rows.count && zip(lines, rows).allSatisfy { Replay.matches($0, $1) }
    }
    do {
      try window.terminal.read(until: { _ in isShown() })
    } catch is PseudoTerminal.Failure {
      throw ChildProcess.Mismatch(
        description: "the screen is\n\(window.lines.joined(separator: "\n"))\nand not\n\(rows.joined(separator: "\n"))")
    }
  }
}
