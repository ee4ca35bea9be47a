import ChatCore
import ChatTestSupport
import ChatWire
import Glibc
import Testing

/// What strangers write reaches every face of the program, and acts on no terminal.
@Suite(.waiting) struct HostileOutputTests {
  /// Without NUL, which neither arguments nor lines can hold.
  private static let text = HostileText.samples.filter { !$0.contains("\u{00}") }.joined(separator: "|")

  @Test func whatPeopleSayAndSend() throws {
    let here = try TemporaryDirectory()
    let there = try TemporaryDirectory()
    let server = try ServerProcess(options: ["--log-bodies"])
    let bob = try server.member("bob", directory: there.path)
    let alice = try server.member("alice", directory: here.path)
    let name = "\u{1B}[31m\u{202E}gnp.exe"
    try here.write("bytes", to: name)
    for line in ["broadcast " + Self.text, "message bob " + Self.text, Self.text, "block " + Self.text] {
      _ = try alice.answer(to: line)
    }
    _ = try alice.answer(to: "broadcast " + HostileText.innocent)
    _ = try alice.answer(to: "file bob " + name)
    try bob.expect("alice(file_transfer): ^[[31m<U+202E>gnp.exe\n")
    // What is shown is what can be typed.
    let fetched = try bob.answer(to: "fileget alice ^[[31m<U+202E>gnp.exe")
    #expect(fetched.contains("receive file success!"))
    #expect(try there.names() == ["^[[31m<U+202E>gnp.exe"])
    #expect(try there.text(of: "^[[31m<U+202E>gnp.exe") == "bytes")

    #expect(bob.hasSaid("alice(broadcast): " + HostileText.innocent))
    #expect(bob.hasSaid("alice(private): ^[[31mred"))
    server.process.signal(SIGTERM)
    _ = try server.process.wait()
    expectHarmless(alice)
    expectHarmless(bob)
    expectHarmless(server.process)
    #expect(server.process.hasSaid("gnp.exe"))
  }

  @Test func whatTheOperatorSays() throws {
    let server = try ServerProcess()
    let bob = try server.member("bob")
    let commands = [
      ["announce", Self.text], ["kick", "bob", Self.text], ["kick", Self.text], [Self.text],
      ["set", "MaxCon", Self.text],
      ["set", Self.text, "1"], ["unblock", Self.text], ["deluser", Self.text, "--yes"], ["stop", "--in", Self.text],
      ["help", Self.text], ["adduser", Self.text], ["passwd", Self.text],
    ]
    for words in commands {
      for options in [[], ["--json"]] where words.first != "kick" || options.isEmpty {
        let admin = try ChildProcess(Executable.path, ["admin"] + options + words + ["--data", server.data.path])
        admin.write("a long password\n")
        admin.closeInput()
        _ = try admin.wait()
        expectHarmless(admin)
      }
    }
    try bob.expect("You were put out by the administrator: ^[[31mred")
    _ = try bob.wait()
    expectHarmless(bob)
    // The console of the server itself.
    server.process.write("announce \(Self.text)\n\(Self.text)\n")
    try server.process.expect("There is no command \"^[[31mred")
    server.process.signal(SIGTERM)
    _ = try server.process.wait()
    expectHarmless(server.process)
    let log = try server.data.names(in: "logs").map { try server.data.text(of: "logs/\($0)") }.joined()
    #expect(HostileText.danger(in: log) == nil)
    #expect(log.contains("\\u001b[31mred"))
  }

  /// Logs that others wrote, or that were written to: every line of theirs is somebody's word.
  @Test func whatStandsInLogs() throws {
    let fixture = try LogFixture()
    let quoted = Self.text.unicodeScalars.map { scalar in
      // JSON allows C1 and the marks of direction as they stand; C0 never.
      scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
        ? "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count)
          + String(scalar.value, radix: 16) : String(scalar)
    }.joined()
    let time = "2026-03-04T21:32:30.000Z"
    let lines = [
      #"{"time":"\#(time)","level":"info","event":"log-in","user":"\#(quoted)","address":"\#(quoted)","resumed":"no"}"#,
      #"{"time":"\#(time)","level":"info","event":"command","user":"\#(quoted)","command":"\#(quoted)","\#(quoted)":"x"}"#,
      #"{"time":"\#(time)","level":"\#(quoted)","event":"\#(quoted)"}"#,
      Self.text,
    ]
    try fixture.write(lines, to: "log_2026-03-04_21:32:30.log")
    try fixture.write(lines, to: "server.log")
    try fixture.write(["x"], to: "log_\u{1B}[31m.log")
    for words in [
      ["list"], ["show", "log_2026-03-04_21:32:30.log"], ["search", "red"], ["stats", "--by", "user"],
      ["explain", Self.text],
      ["show", Self.text], ["search", "--event", Self.text], ["search", "--since", Self.text, "x"],
      ["stats", "--by", Self.text],
    ] {
      for options in [[], ["--json"]] {
        let log = try fixture.start(words + options)
        log.closeInput()
        _ = try log.wait()
        expectHarmless(log)
      }
    }
    let tail = try fixture.start(["tail"])
    try tail.expect("red")
    tail.signal(SIGINT)
    _ = try tail.wait()
    expectHarmless(tail)
  }

  @Test func whatStandsInBackups() throws {
    let server = try ServerProcess()
    let command = BackupCommand(data: server.data)
    let good = try server.data.bytes(of: "backups/" + command.create())
    let hostile = "\u{1B}[31mx\u{202E}"
    try server.data.write("no archive", to: "backups/\(hostile).tar")
    // The first member's name is as hostile; its checksum is right, so that the name is what is looked at.
    var tar = good
    let name = Array("a\n\(hostile)".utf8)
    tar.replaceSubrange(0..<100, with: name + [UInt8](repeating: 0, count: 100 - name.count))
    Self.sum(&tar)
    try server.data.write(tar, to: "backups/member.tar")

    for arguments in [
      ["list"], ["verify", "member.tar"], ["verify", "\(hostile).tar"], ["verify", Self.text],
      ["restore", Self.text, "--yes"],
      ["import", Self.text],
    ] {
      for options in [[], ["--json"]] where options.isEmpty || arguments[0] == "list" || arguments[0] == "verify" {
        let process = try command.start(arguments + options)
        _ = try process.wait()
        expectHarmless(process)
        #expect(!process.output.isEmpty || !process.errors.isEmpty)
        // A line feed in a member's name begins no line.
        #expect(!(process.output + process.errors).contains("\n^[[31mx<U+202E>: "))
      }
    }
  }

  @Test func whatIsWrongInTheOriginalsFiles() throws {
    let data = try TemporaryDirectory()
    let files = try TemporaryDirectory()
    try files.write("alice secret\n\(Self.text) secret\n", to: "user_pass.txt")
    let process = try BackupCommand(data: data).start(["import", files.path])
    #expect(try process.wait() == 65)
    expectHarmless(process)
    #expect(process.errors.contains("user_pass.txt:2:"))
    try files.write("alice secret\n", to: "user_pass.txt")
    try files.write("alice \(Self.text) \(Self.text)\n", to: "file_rep.txt")
    try files.write("\(Self.text):alice \n", to: "block_rep.txt")
    let second = try BackupCommand(data: data).start(["import", files.path])
    _ = try second.wait()
    expectHarmless(second)
    #expect(!second.errors.isEmpty)
  }

  @Test func whatAServerSaysThatIsNone() throws {
    let refusal = ServerHello(software: Self.text, keepAliveSeconds: 1, refusal: .other(Self.text + "\nforged"))
    let texts = [ServerFrame.hello(refusal).encoded(), Array(("HTTP/1.1 400 " + Self.text + "\r\n\r\n").utf8)]
    for bytes in texts {
      let socket = try IdlePort()
      let client = try ChildProcess(
        Executable.path, ["connect", "127.0.0.1", "\(try socket.listen())", "--plaintext"])
      try socket.answer(bytes)
      #expect(try client.wait() != 0)
      expectHarmless(client)
      #expect(!client.output.contains("\nforged"))
    }
  }

  @Test func whatWasTypedWrongOnTheCommandLine() throws {
    let data = try TemporaryDirectory()
    for arguments in [
      [Self.text], ["serve", Self.text], ["serve", "0", "--listen", Self.text], ["connect", Self.text, "1"],
      ["connect", "localhost", Self.text], ["serve", "0", "--" + Self.text],
    ] {
      let process = try ChildProcess(Executable.path, arguments, environment: ["CHATCTL_DATA": data.path])
      process.closeInput()
      #expect(try process.wait() != 0)
      expectHarmless(process)
      #expect(!process.errors.isEmpty)
    }
  }

  private func expectHarmless(_ process: ChildProcess, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(HostileText.danger(in: process.output) == nil, sourceLocation: sourceLocation)
    #expect(HostileText.danger(in: process.errors) == nil, sourceLocation: sourceLocation)
  }

  /// Writes the checksum of a tar archive's first header (POSIX.1-2017, pax, "ustar Interchange Format").
  private static func sum(_ tar: inout [UInt8]) {
    tar.replaceSubrange(148..<156, with: [UInt8](repeating: 0x20, count: 8))
    let digits = String(tar[..<512].reduce(0) { $0 + Int($1) }, radix: 8)
    let field = String(repeating: "0", count: 7 - digits.count) + digits
    tar.replaceSubrange(148..<156, with: Array(field.utf8) + [0])
  }
}
