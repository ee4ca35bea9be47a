import ChatTestSupport
import Foundation
import Glibc

/// A terminal window with a shell in it that has our completions.
final class ShellWindow {
  private let terminal: PseudoTerminal
  private let home: TemporaryDirectory

  /// Opens one, in which `chatctl` is the built executable and `data` its data directory.
  init(_ shell: Shell, data: String) throws {
    home = try TemporaryDirectory()
    let script = URL(fileURLWithPath: Samples.path).appending(path: "../completions/chatctl.\(shell.rawValue)")
    try home.write([UInt8](Data(contentsOf: script)), to: shell.home.script)
    try home.write(shell.home.text, to: shell.home.settings)
    try FileManager.default.createDirectory(atPath: home.path(of: "bin"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: home.path(of: "bin/chatctl"), withDestinationPath: Executable.path)
    terminal = try PseudoTerminal(columns: 160)
    try terminal.spawn(
      "/usr/bin/\(shell.rawValue)", shell.arguments,
      environment: [
        "HOME=\(home.path)", "PATH=\(home.path)/bin:/usr/bin:/bin", "TERM=xterm", "LC_ALL=C.UTF-8",
        "CHATCTL_DATA=\(data)",
      ])
    try expect { $0.last == "$" }
  }

  deinit {
    // An interactive shell ignores SIGTERM.
    terminal.signal(SIGKILL)
  }

  /// Types `text` and Tab.
  func complete(_ text: String) {
    terminal.type(text + "\t")
  }

  /// Types `keys`.
  func type(_ keys: String) {
    terminal.type(keys)
  }

  /// Waits until the words below the line that was typed are exactly `candidates`, in any order, descriptions aside.
  func expectList(_ candidates: [String], within seconds: Double = ChildProcess.patience) throws {
    try expect(within: seconds) { lines in Set(Self.listed(in: lines)) == Set(candidates) }
  }

  /// Waits until the line that is being typed is `line`.
  func expectLine(_ line: String, within seconds: Double = ChildProcess.patience) throws {
    try expect(within: seconds) { lines in lines.contains("$ " + line) }
  }

  /// The words that stand apart from command lines.
  private static func listed(in lines: [String]) -> [String] {
    lines.filter { !$0.hasPrefix("$") }.flatMap { $0.split(separator: " ").map(String.init) }
  }

  private func expect(
    within seconds: Double = ChildProcess.patience, _ condition: ([String]) -> Bool
  ) throws {
    do {
      try terminal.read(until: { condition(TerminalScreen(columns: 160, showing: $0).lines) }, within: seconds)
    } catch {
      let lines = TerminalScreen(columns: 160, showing: terminal.text).lines
      throw ChildProcess.Mismatch(description: "not seen; the screen:\n\(lines.joined(separator: "\n"))")
    }
  }
}
