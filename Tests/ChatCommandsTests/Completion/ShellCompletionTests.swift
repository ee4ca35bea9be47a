import ChatCore
import ChatTestSupport
import Glibc
import Testing

/// What Tab offers in bash, zsh and fish, with the scripts of completions/.
@Suite(.waiting, .serialized) struct ShellCompletionTests {
  private static let parameters = AdminKey.all.map(\.name)
  private static let logs = ["server.log", "log_2014-03-04_21:32:30.log", "log_2014-03-05_08:00:12.log"]

  /// A data directory without a server, with two finished logs.
  private func stoppedRoom() throws -> TemporaryDirectory {
    let data = try TemporaryDirectory()
    for name in Self.logs {
      try data.write(#"{"time":"2014-03-04T21:32:30+00:00","level":"info","event":"start"}"# + "\n", to: "logs/\(name)")
    }
    return data
  }

  @Test(arguments: Shell.allCases)
  func theRunningServerIsAsked(_ shell: Shell) throws {
    let room = try SampleRoom()
    let members = try [room.member("facebook"), room.member("Google")]
    defer { withExtendedLifetime(members) {} }

    try Self.untilTheServerIsQuick {
      let window = try ShellWindow(shell, data: room.server.data.path)
      window.complete("chatctl admin kick ")
      try window.expectList(["facebook", "Google"], within: Self.patienceInAWindow)
      window.complete("f")
      try window.expectLine("chatctl admin kick facebook", within: Self.patienceInAWindow)
    }

    try Self.untilTheServerIsQuick {
      let other = try ShellWindow(shell, data: "/nonexistent")
      other.complete("chatctl admin --data \(room.server.data.path) --json kick G")
      try other.expectLine(
        "chatctl admin --data \(room.server.data.path) --json kick Google", within: Self.patienceInAWindow)
    }
  }

  /// How long something is waited for in a window before another one is opened, in seconds.
  private static let patienceInAWindow = 10.0

  /// Tries `body` again: whoever presses Tab waits for a quarter of a second, and is offered nothing by a server that was
  /// not that quick.
  private static func untilTheServerIsQuick(_ body: () throws -> Void) throws {
    for _ in 0..<5 where (try? body()) != nil { return }
    try body()
  }

  @Test(arguments: Shell.allCases)
  func parametersNeedNoServer(_ shell: Shell) throws {
    let window = try ShellWindow(shell, data: stoppedRoom().path)
    window.complete("chatctl admin set ")
    try window.expectList(Self.parameters)
    window.complete("TIM")
    try window.expectLine("chatctl admin set TIME_OUT")
  }

  @Test(arguments: Shell.allCases)
  func withoutAServerNothingIsSaid(_ shell: Shell) throws {
    let data = try stoppedRoom()
    let window = try ShellWindow(shell, data: data.path)
    window.complete("chatctl admin kick ")
    // What is typed next is taken after the completion has come to its end.
    window.type("facebook \u{15}echo over\r")
    try window.expectList(["over"])
  }

  @Test func aServerThatHangsIsNotWaitedFor() throws {
    let server = try ServerProcess()
    server.process.signal(SIGSTOP)
    let asking = try ChildProcess(
      Executable.path,
      [
        "---completion", "admin", "--", "positional@0", "5", "0", "chatctl", "admin", "--data", server.data.path,
        "kick",
        "",
      ])
    #expect(try asking.wait() == 0)
    #expect(asking.output.isEmpty)
    #expect(asking.errors.isEmpty)
    server.process.signal(SIGCONT)
  }

  @Test(arguments: Shell.allCases)
  func logsAreOffered(_ shell: Shell) throws {
    let data = try stoppedRoom()
    // Bash would carry it out.
    try data.write("", to: "logs/log_$(touch ~/broken).log")
    let window = try ShellWindow(shell, data: data.path)
    window.complete("chatctl log show ")
    try window.expectList(Self.logs)
    // Bash cuts words at colons, zsh begins a description there.
    window.complete("log_2014-03-04_21:3")
    try window.expectLine("chatctl log show log_2014-03-04_21:32\(shell == .bash ? "\\" : ""):30.log")
  }

  @Test(arguments: Shell.allCases)
  func backupsAreOffered(_ shell: Shell) throws {
    let data = try TemporaryDirectory()
    let create = try ServerProcess(data: data)
    create.process.signal(SIGTERM)
    #expect(try create.process.wait() == 0)
    let name = try #require(try data.names(in: "backups").first)
    try data.write("no archive", to: "backups/broken.tar")
    let window = try ShellWindow(shell, data: "/nonexistent")
    window.complete("chatctl backup restore --data \(data.path) ")
    let shown = shell == .bash ? name.split(separator: ":").joined(separator: "\\:") : name
    try window.expectLine("chatctl backup restore --data \(data.path) \(shown)")
  }

  @Test(arguments: Shell.allCases)
  func optionsAreOffered(_ shell: Shell) throws {
    let window = try ShellWindow(shell, data: "/nonexistent")
    window.complete("chatctl serve 1234 --no")
    try window.expectLine("chatctl serve 1234 --no-console")
  }

  @Test func theSettingsOfBashStayAsTheyWere() throws {
    let window = try ShellWindow(.bash, data: "/nonexistent")
    window.complete("chatctl admin set TIM")
    try window.expectLine("chatctl admin set TIME_OUT")
    window.type("\u{15}trap -p RETURN; shopt -q extglob && echo extglob; echo over\r")
    try window.expectList(["over"])
  }
}
