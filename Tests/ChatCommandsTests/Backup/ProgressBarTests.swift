import ChatTestSupport
import Glibc
import Testing

/// The line that tells how far a long backup is.
@Suite(.waiting, .serialized) struct ProgressBarTests {
  /// A store that takes long enough to be stopped on the way.
  private func filledDirectory() throws -> TemporaryDirectory {
    let data = try TemporaryDirectory()
    try data.write("alice cheap-password\nbob cheap-password\n", to: "user_pass.txt")
    let line = "bob alice(private) bob \(String(repeating: "x", count: 8_000))\n"
    try data.write(String(repeating: line, count: 5_000), to: "message_rep.txt")
    let imported = try ChildProcess(
      Executable.path, ["backup", "import", data.path, "--data", data.path, "--password-cost", "4"])
    #expect(try imported.wait() == 0, "\(imported.errors)")
    unlink(data.path(of: "message_rep.txt"))
    return data
  }

  @Test func whatTakesOverASecondShowsHowFarItIs() throws {
    let data = try filledDirectory()
    for _ in 0..<5 {
      let terminal = try PseudoTerminal()
      try terminal.spawn(Executable.path, ["backup", "create", "--data", data.path])
      // The backup is begun where its parts are put aside.
      let deadline = Deadline(seconds: 60)
      while try !data.names(in: "backups").contains(where: { $0.hasPrefix(".staging-") }), !deadline.isOver {
        sched_yield()
      }
      // It is made to take longer than a second.
      terminal.signal(SIGSTOP)
      _ = poll(nil, 0, 1_100)
      terminal.signal(SIGCONT)
      #expect(try terminal.wait(within: 60) == 0)
      // It may have been quicker than the look at it.
      guard terminal.text.contains(" %  ") else { continue }
      #expect(terminal.text.contains("[#") || terminal.text.contains("[-"))
      #expect(terminal.text.contains("copying the store") || terminal.text.contains("writing the backup"))
      // It is gone at the end, and only the backup's line stays.
      let rows = TerminalScreen(columns: 80, showing: terminal.text).lines.filter { !$0.isEmpty }
      #expect(rows.count == 1 && rows.first?.hasPrefix("backup_") == true, "\(rows)")
      return
    }
    Issue.record("no progress was shown in five backups")
  }

  @Test func whatIsQuickOrGoesIntoAFileShowsNone() throws {
    let data = try TemporaryDirectory()
    let server = try ServerProcess(data: data)
    let terminal = try PseudoTerminal()
    try terminal.spawn(Executable.path, ["backup", "create", "--no-files", "--data", data.path])
    #expect(try terminal.wait(within: 60) == 0)
    let piped = try ChildProcess(Executable.path, ["backup", "create", "--data", data.path])
    #expect(try piped.wait() == 0)
    #expect(piped.errors.isEmpty)
    withExtendedLifetime(server) {}
  }
}
