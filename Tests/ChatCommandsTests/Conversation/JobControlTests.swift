import ChatTestSupport
import Glibc
import Testing

/// Ctrl+Z and what follows, in a shell.
@Suite(.waiting) struct JobControlTests {
  @Test func aStoppedProgramComesBackAsItWas() throws {
    let room = try SampleRoom()
    let columbia = try room.member("Columbia")
    let state = try TemporaryDirectory()
    let terminal = try PseudoTerminal(columns: 100)
    try terminal.spawn(
      "/bin/bash", ["--norc", "--noediting", "-i"],
      environment: [
        "TERM=xterm", "LC_ALL=C.UTF-8", "PS1=shell$ ", "INPUTRC=/dev/null", "HOME=\(state.path)",
        "XDG_STATE_HOME=\(state.path)",
      ] + room.server.clientEnvironment.map { "\($0.key)=\($0.value)" })
    func expect(_ rows: String...) throws {
      try terminal.read(
        until: { TerminalScreen(columns: 100, showing: $0).lines.suffix(rows.count).elementsEqual(rows) }, within: 60)
    }
    func screen() -> TerminalScreen { TerminalScreen(columns: 100, showing: terminal.text) }
    try expect("shell$")
    terminal.type(([Executable.path] + room.server.connectArguments).joined(separator: " ") + "\n")
    try expect(">>")
    terminal.type("facebook\rwastingtime\r")
    try expect("facebook>")
    terminal.type("broadcast half")
    try expect("facebook> broadcast half")
    #expect(screen().bracketsPastes)
    terminal.type("\u{1A}")
    try terminal.read("Stopped")
    try expect("shell$")
    #expect(!screen().bracketsPastes)
    #expect(terminal.echoes)
    terminal.resize(columns: 100, rows: 30)
    terminal.type("fg\n")
    try expect("facebook> broadcast half")
    #expect(screen().bracketsPastes)
    #expect(!terminal.echoes)
    terminal.type(" and half\r")
    try expect("facebook(broadcast): half and half", "facebook>")
    terminal.type("\u{4}")
    try expect("shell$")
    #expect(!screen().bracketsPastes)
    withExtendedLifetime(columbia) {}
  }

  /// Where no shell could make it go on, Ctrl+Z does nothing.
  @Test func withoutAShellItGoesOn() throws {
    let window = try Window(to: SampleRoom().server)
    try window.logIn("facebook")
    window.terminal.type("who")
    try window.expect("facebook> who")
    window.terminal.type("\u{1A}else\r")
    try window.expect("There are no other users.", "facebook>")
  }
}
