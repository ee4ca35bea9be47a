import ChatTestSupport
import Testing

/// Output that nobody can keep, as on a full disk: whoever reads the exit code must not take it for whole.
@Suite(.waiting) struct FullOutputTests {
  /// Runs a command whose standard output goes where `target`, of a shell, says.
  private func run(_ arguments: [String], to target: String, input: String = "") throws -> (errors: String, code: Int32)
  {
    let process = try ChildProcess("/bin/sh", ["-c", "exec \"$0\" \"$@\" \(target)", Executable.path] + arguments)
    process.write(input)
    process.closeInput()
    let code = try process.wait()
    return (process.errors, code)
  }

  @Test(arguments: [
    ["--help"], ["--version"], ["serve", "--help"], ["--generate-completion-script", "bash"], ["help", "log"],
    ["log", "events"],
  ])
  func whatNeedsNoServer(_ arguments: [String]) throws {
    for target in [">/dev/full", ">&-"] {
      let (errors, code) = try run(arguments, to: target)
      #expect(code == 74)
      #expect(errors.hasPrefix("chatctl: can't write to standard output: "), "\(errors)")
      #expect(errors.split(separator: "\n").count == 1)
    }
  }

  @Test func whatLooksAtAServer() throws {
    let room = try SampleRoom()
    let data = ["--data", room.server.data.path]
    #expect(try run(["backup", "create"] + data, to: "").code == 0)
    for arguments in [
      ["admin", "status"], ["admin", "help"], ["admin", "get", "--json"], ["backup", "create"], ["backup", "list"],
      ["log", "tail"], ["log", "list"], ["log", "show", "server.log"], ["log", "stats"], ["log", "search", "--json"],
      ["log", "explain", "facebook"], ["doctor"], ["doctor", "--json"],
    ] {
      let (errors, code) = try run(arguments + data, to: ">/dev/full")
      #expect(code == 74, "\(arguments)")
      #expect(errors.contains("chatctl: can't write to standard output: "), "\(arguments): \(errors)")
    }
  }

  @Test func aScriptOfTheOperatorStopsWhereItsAnswersAreLost() throws {
    let room = try SampleRoom()
    let arguments = ["admin", "--data", room.server.data.path]
    let (_, code) = try run(arguments, to: ">/dev/full", input: "status\nset TIME_OUT 77\n")
    #expect(code == 74)
    #expect(try room.server.admin("get", "TIME_OUT").output.contains(" 600.0 "))
  }

  @Test func whoHasReadEnoughIsNoFailure() throws {
    let process = try ChildProcess("/bin/sh", ["-c", "{ \"$0\" log events; echo $? >&2; } | true", Executable.path])
    #expect(try process.wait() == 0)
    #expect(!process.errors.contains("standard output"), "\(process.errors)")
  }

  @Test func aMemberInAPipe() throws {
    let room = try SampleRoom()
    let process = try ChildProcess(
      "/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/full", Executable.path] + room.server.connectArguments,
      environment: room.server.clientEnvironment)
    #expect(try process.wait() == 74)
    #expect(process.errors.contains("chatctl: can't write to standard output: "), "\(process.errors)")
  }
}
