import ChatTestSupport
import Glibc
import Testing

/// Bad values, and everything that can be in the place of a server: a sentence and an exit code each, and nothing is
/// changed.
@Suite(.waiting, .serialized) struct AdminRefusalTests {
  let data: TemporaryDirectory

  init() throws {
    data = try TemporaryDirectory()
  }

  private func run(_ words: [String], on path: String? = nil, input: String = "") throws -> ChildProcess {
    let process = try ChildProcess(Executable.path, words + ["--data", path ?? data.path])
    process.write(input)
    process.closeInput()
    try process.wait()
    return process
  }

  /// Expects `chatctl admin get` to end with `code` and to say `texts` in one line.
  private func expectRefusal(
    _ code: Int32, _ texts: String..., on path: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let admin = try run(["admin", "get"], on: path)
    #expect(try admin.wait() == code, "\(admin.errors)", sourceLocation: sourceLocation)
    #expect(admin.output.isEmpty, sourceLocation: sourceLocation)
    #expect(admin.errors.hasPrefix("chatctl: "), sourceLocation: sourceLocation)
    #expect(admin.errors.split(separator: "\n").count == 1, sourceLocation: sourceLocation)
    for text in texts {
      #expect(admin.errors.contains(text), "\(admin.errors)", sourceLocation: sourceLocation)
    }
  }

  @Test func valuesOutOfRangeAreRefusedWithTheRange() throws {
    let server = try ServerProcess(data: data)
    let before = try data.text(of: "para.txt")
    let seconds = "decimal seconds from 0 to 31536000"
    let time = ", or a time such as 90s, 5m, 2h or 1d"
    let ranges = [
      "MaxCon": "a whole number from 0 to 1000000 (0 lets nobody in)", "BLOCK_TIME": seconds + time,
      "LAST_HOUR": seconds + time, "TIME_OUT": "\(seconds) (0 puts nobody out)\(time)",
    ]
    var script: [String] = []
    var expected: [String] = []
    for (name, range) in ranges.sorted(by: { $0.key < $1.key }) {
      var values = ["many", "-1", "nan", "inf", "1e400", "0x10", "5,5", "99999999999999999999", "1e9"]
      values += name == "MaxCon" ? ["1.5", "1e3", "1000001"] : []
      for value in values {
        script.append("set \(name) \(value)\n")
        expected.append("chatctl: \(name) can't be \"\(value)\": it takes \(range). Nothing was changed.")
      }
      for line in ["set \(name)", "change \(name)\n"] {
        script.append("\(line)\n")
        expected.append("chatctl: \(name) can't be \"\": it takes \(range). Nothing was changed.")
      }
    }
    let admin = try run(["admin", "--keep-going"], input: script.joined())
    #expect(try admin.wait() == EX_DATAERR)
    #expect(admin.errors.split(separator: "\n").map(String.init) == expected)
    #expect(try data.text(of: "para.txt") == before)
    #expect(
      try run(["admin", "get"]).output
        .hasPrefix(
          "MaxCon: 1000\nBLOCK_TIME: 60.0 seconds\nLAST_HOUR: 3600.0 seconds\nTIME_OUT: 0.0 seconds\nport: "))
    withExtendedLifetime(server) {}
  }

  @Test(arguments: [("get MaxCom", "MaxCon"), ("set lasthour 5", "LAST_HOUR"), ("set TIMEOUT 5", "TIME_OUT")])
  func anUnknownParameterIsToldTheFourAndTheNearest(line: String, nearest: String) throws {
    let server = try ServerProcess(data: data)
    let admin = try run(["admin"] + line.split(separator: " ").map(String.init))
    #expect(try admin.wait() == EX_DATAERR)
    #expect(admin.errors.contains("The nearest is \(nearest); type \"get\" to see all of them."))
    withExtendedLifetime(server) {}
  }

  @Test func withoutAServer() throws {
    try expectRefusal(
      EX_UNAVAILABLE, "no server runs on the data directory \(data.path).", "chatctl serve", "--data")
  }

  @Test func inAWrongDirectory() throws {
    let path = data.path(of: "nowhere")
    try expectRefusal(EX_UNAVAILABLE, "there is no data directory \(path)", "--data", on: path)
    try data.write("", to: "file")
    try expectRefusal(
      EX_UNAVAILABLE, "there is no data directory \(data.path)/file", "--data", on: data.path(of: "file"))
    // The other commands say so too, and make nothing.
    for (words, code, text) in [
      (["log", "tail"], EXIT_FAILURE, "there is no data directory"),
      (["log", "explain", "bob"], EXIT_FAILURE, "there is no data directory"),
      (["backup", "create"], EX_DATAERR, "--data"), (["doctor"], EXIT_FAILURE, "there is no data directory"),
    ] {
      let process = try run(words, on: path)
      #expect(try process.wait() == code, "\(words)")
      #expect((process.errors + process.output).contains(text), "\(words): \(process.errors)")
    }
    #expect(access(path, F_OK) != 0)
  }

  /// Where one line of the machine's file is wrong, the room is found by its own.
  @Test(.enabled(if: geteuid() == 0 && access("/usr/bin/unshare", X_OK) == 0, "it takes root"))
  func whereTheMachinesFileIsWrong() throws {
    let server = try ServerProcess(data: data)
    func chatctl(_ words: [String], _ machine: String) throws -> ChildProcess {
      try data.write(machine, to: "machine.conf")
      let script = "mount -t tmpfs tmpfs /etc && mkdir /etc/chatctl && cp \"$0\" /etc/chatctl/serve.conf && exec \"$@\""
      let process = try ChildProcess(
        "/usr/bin/unshare", ["-m", "/bin/sh", "-c", script, data.path(of: "machine.conf"), Executable.path] + words,
        environment: ["CHATCTL_DATA": ""])
      process.closeInput()
      try process.wait()
      return process
    }
    let found = try chatctl(["admin", "get", "MaxCon"], "prot = 1\ndata = \(data.path)\n")
    #expect(found.output == "MaxCon: 1000\n", "\(found.errors)")
    let doctor = try chatctl(["doctor"], "prot = 1\ndata = \(data.path)\n")
    #expect(try doctor.wait() == 1)
    #expect(doctor.output.contains("/etc/chatctl/serve.conf:1: there is no setting \"prot\""), "\(doctor.output)")
    for words in [["admin", "get"], ["log", "list"], ["backup", "list"], ["doctor"]] {
      let lost = try chatctl(words, "# the room\ndta = \(data.path)\n")
      #expect(try lost.wait() == EX_DATAERR, "\(words)")
      let fault = "chatctl: /etc/chatctl/serve.conf:2: there is no setting \"dta\""
      #expect(lost.errors.hasPrefix(fault), "\(lost.errors)")
    }
    withExtendedLifetime(server) {}
  }

  @Test func aCommandOfTheOperatorInAWrongPlaceIsPointedToItsOwn() throws {
    for (words, line) in [(["invite", "anna"], "invite anna"), (["stop"], "stop"), (["ban", "a b"], "ban 'a b'")] {
      let process = try ChildProcess(Executable.path, words)
      #expect(try process.wait() == EX_USAGE)
      #expect(process.errors == "chatctl: there is no such subcommand. Did you mean \"chatctl admin \(line)\"?\n")
    }
  }

  @Test func whereAKilledServerLeftItsSocket() throws {
    let server = try ServerProcess(data: data)
    try server.process.crash()
    try expectRefusal(EX_UNAVAILABLE, "was killed and left its control socket", "chatctl serve")
  }

  @Test func whereAServerHasNoSocket() throws {
    let server = try ServerProcess(data: data)
    unlink(data.path(of: "control.sock"))
    try expectRefusal(
      EX_UNAVAILABLE, "process id \(server.process.pid) on port \(server.port)", "does not answer", "end that process")
  }

  @Test func whereSomebodyElseListens() throws {
    let listener = try FakeListener(at: data.path(of: "control.sock"))
    try expectRefusal(
      EX_UNAVAILABLE, "process with id \(getpid()) of user \(geteuid()) listens", "Nothing was sent there",
      "chatctl serve")
    // A password would have gone to whoever listens.
    let adduser = try run(["admin", "adduser", "bob"], input: "secret-password\n")
    #expect(try adduser.wait() == EX_UNAVAILABLE)
    #expect(listener.take().isEmpty)
    #expect(listener.take().isEmpty)
  }

  @Test func whereTheListenerTalksRubbish() throws {
    let server = try ServerProcess(data: data)
    unlink(data.path(of: "control.sock"))
    let listener = try FakeListener(at: data.path(of: "control.sock"), answering: "220 mail.example.org ESMTP\r\n")
    let admin = try ChildProcess(Executable.path, ["admin", "set", "MaxCon", "5", "--data", data.path])
    _ = listener.take()
    #expect(try admin.wait() == EX_TEMPFAIL)
    #expect(admin.errors.contains("does not speak the control protocol"), "\(admin.errors)")
    #expect(admin.errors.contains("chatctl doctor"))
    withExtendedLifetime(server) {}
  }

  @Test func anotherUserMayDoNothing() throws {
    guard geteuid() == 0, Unprivileged.isAvailable else {
      print("SKIPPED anotherUserMayDoNothing: it takes root, and an executable that others may reach")
      return
    }
    let server = try ServerProcess(data: data)
    _ = try server.member("bob")
    let created = try run(["backup", "create"])
    #expect(try created.wait() == 0)
    let backup = try data.names(in: "backups").first ?? "?"
    let before = try data.names()
    let commands = [
      ["admin", "get"], ["admin", "set", "MaxCon", "0"], ["admin", "stop"], ["doctor"], ["log", "tail"],
      ["log", "list"],
      ["log", "search"], ["log", "stats"], ["log", "explain", "bob"], ["log", "show", "server.log"],
      ["backup", "create"], ["backup", "list"], ["backup", "restore", backup, "--yes"],
      ["backup", "verify", data.path(of: "backups/\(backup)")], ["backup", "export", "/tmp/nowhere"],
      ["backup", "import", Samples.path],
    ]
    for command in commands {
      let process = try Unprivileged.start(command + ["--data", data.path])
      process.closeInput()
      #expect(try process.wait() == EX_NOPERM, "\(command): \(process.errors)")
      #expect(process.errors.hasPrefix("chatctl: ") || command == ["doctor"], "\(command): \(process.errors)")
      let says = [
        "Permission denied", "from its own user and from root only", "belongs to root", "belongs to another user",
      ]
      #expect(says.contains(where: (process.errors + process.output).contains), "\(command): \(process.errors)")
    }
    // Neither may it when somebody has opened directory and socket to all.
    chmod(data.path, 0o755)
    chmod(data.path(of: "control.sock"), 0o777)
    let admin = try Unprivileged.start(["admin", "stop", "--data", data.path])
    #expect(try admin.wait() == EX_NOPERM)
    #expect(admin.errors.contains("takes commands from its own user and from root only"), "\(admin.errors)")
    chmod(data.path, 0o700)
    #expect(try data.names() == before)
    #expect(try run(["admin", "get", "MaxCon"]).output == "MaxCon: 1000\n")
  }
}
