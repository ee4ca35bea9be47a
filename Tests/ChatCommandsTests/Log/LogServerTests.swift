import ChatTestSupport
import Foundation
import Testing

/// What a running server writes, and how it is followed and explained, with the built executable.
@Suite(.waiting, .serialized) struct LogServerTests {
  let fixture: LogFixture

  init() throws {
    fixture = try LogFixture()
  }

  @Test func tailFollowsAcrossRotationAndRestart() throws {
    let options = ["--log-max-size", "600", "--log-keep", "0"]
    let tail = try fixture.start(["tail", "-f", "--json"])
    try tail.expectError("Waiting for the first line")
    var server = try fixture.server(options)
    var client = try server.member("ann")
    for _ in 0..<10 {
      client.send("whoelse")
      try client.expect("ann> ")
    }
    for _ in 0..<10 { try tail.expect(#""event":"command""#) }
    #expect(try fixture.data.names(in: "logs").count > 2)

    try server.process.crash()
    server = try fixture.server(options)
    client = try server.client()
    client.write("ann\nsecret-password\n")
    try client.expect("ann> ")
    try tail.expect(#""event":"start""#)
    try tail.expect(#""event":"log-in","user":"ann""#)
    server.process.signal(SIGTERM)
    #expect(try server.process.wait() == 0)
    try tail.expect(#""event":"stop""#)
    #expect(!(try fixture.data.names(in: "logs").contains("server.log")))

    tail.signal(SIGINT)
    try tail.wait()
    let written = try fixture.run("search", "--json").lines
    #expect(tail.output.split(separator: "\n").map(String.init) == written)
  }

  @Test func killedDuringRotation() throws {
    var generator = SeededGenerator()
    let options = ["--log-max-size", "200", "--log-keep", "0"]
    let rounds = ProcessInfo.processInfo.environment["CHATCTL_TEST_LIGHT"] == nil ? 12 : 3
    var written = 0
    for round in 0..<rounds {
      let server = try fixture.server(options)
      let client = try round == 0 ? server.member("ann") : server.client()
      if round > 0 {
        client.write("ann\nsecret-password\n")
        try client.expect("ann> ")
      }
      client.write(String(repeating: "whoelse\n", count: 19))
      for _ in 0..<Int.random(in: 1...18, using: &generator) { try client.expect("There are no other users.") }
      try server.process.crash()
      // Lines of whole commands that were answered are there; none is torn, none is twice.
      let lines = try fixture.run("search", "--json").lines
      #expect(lines.count > written, "seed \(generator.seed)")
      #expect(!lines.contains { $0.contains("not-a-whole-line") }, "seed \(generator.seed)")
      written = lines.count
    }
    let server = try fixture.server(options)
    #expect(try fixture.data.names(in: "logs").count { $0 == "server.log" } == 1)
    #expect(try fixture.run("search", "--json").lines.count >= written + 1)
    #expect(try fixture.run("search", "--json", "--event", "start").lines.count == rounds + 1)
    withExtendedLifetime(server) {}
  }

  @Test func whoPumpsGetsACountingLine() throws {
    let server = try fixture.server()
    let client = try server.member("ann")
    let tail = try fixture.start(["tail", "-f", "--json"])
    client.write(String(repeating: "whoelse\n", count: 400))
    try tail.expect(#""event":"commands-left-out","user":"ann","count":"#)
    for _ in 0..<400 { try client.expect("There are no other users.") }
    client.send("quit")
    #expect(try client.wait() == 0)
    try tail.expect(#""event":"log-out""#)
    let lines = try fixture.run("search", "--user", "ann", "--json").lines
    let logged = lines.count { $0.contains(#""command":"whoelse""#) }
    let counted = lines.filter { $0.contains("commands-left-out") }.compactMap { line in
      line.split(separator: "\"count\":").last.flatMap { Int($0.dropLast()) }
    }
    #expect(logged + counted.reduce(0, +) == 400)
    let perSecond = Dictionary(grouping: lines.filter { $0.contains(#""command":"whoelse""#) }) { $0.prefix(28) }
    // The seconds that are counted are those of the steady clock, which begin elsewhere.
    #expect(perSecond.values.allSatisfy { $0.count <= 40 })
  }

  @Test func bodiesStayOutUnlessAskedFor() throws {
    let marker = "marker-\(UInt64.random(in: 0...UInt64.max))"
    for options in [[], ["--log-bodies"]] {
      let server = try fixture.server(options)
      let client = try server.member(options.isEmpty ? "ann" : "bob")
      client.write(
        "broadcast \(marker)\nmessage \(marker) x\nmessage ann \(marker)\n\(marker)\nfile ann /\(marker)\nquit\n")
      #expect(try client.wait() == 0)
      let prompt = try server.client()
      prompt.write("\(marker)\nann\n\(marker)\nquit\n")
      try prompt.wait()
      server.process.signal(SIGTERM)
      #expect(try server.process.wait() == 0)
      #expect(!server.process.output.contains(marker))
      #expect(try fixture.everything().contains(#""command":"broadcast""#))
      #expect(try fixture.everything().contains(#""body":"\#(marker)"}"#) == !options.isEmpty)
      #expect(try fixture.everything().contains(marker) == !options.isEmpty)
    }
  }

  @Test func hostileNamesActOnNoTerminal() throws {
    let directory = try TemporaryDirectory()
    let name = "a\u{1B}]0;owned\u{7}\u{202E}\u{9B}2Jgpj.exe"
    try directory.write("x", to: name)
    let server = try fixture.server()
    let ann = try server.member("ann")
    let bob = try server.member("bob", directory: directory.path)
    bob.send("file ann \(name)")
    try bob.expect("successfully received by the server")
    bob.send("message \u{1B}[31mann hello")
    try bob.expect("bob> ")
    ann.send("quit")
    try ann.wait()
    server.process.signal(SIGTERM)
    try server.process.wait()
    let show = try fixture.run("search", "--event", "file-stored")
    #expect(show.lines.first?.contains("<U+202E>") == true)
    for text in [server.process.output, try fixture.everything(), show.lines.joined()] {
      #expect(text.contains("gpj.exe"))
      #expect(!text.unicodeScalars.contains { $0 != "\n" && ($0.value < 0x20 || (0x7F...0x9F).contains($0.value)) })
      #expect(!text.unicodeScalars.contains("\u{202E}"))
    }
  }

  @Test func whyNobodyGetsIn() throws {
    let server = try fixture.server()
    let ann = try server.member("Ann")
    #expect(try fixture.run("explain", "ann").lines.first?.contains("online already from 127.0.0.1") == true)
    ann.send("quit")
    try ann.wait()
    let visitor = try server.visitor()
    try visitor.failThreeTimes("Ann")
    visitor.send("quit")
    _ = try visitor.terminal.wait()

    let text = try fixture.run("explain", "ANN")
    #expect(text.code == 0)
    #expect(text.lines.contains { $0.hasPrefix("\"Ann\" is blocked on 127.0.0.1 after three wrong passwords, until ") })
    #expect(text.lines.contains("To end it now: chatctl admin unblock Ann 127.0.0.1"))
    #expect(text.lines.contains { $0.contains("log-in-failed user=Ann address=127.0.0.1 triesLeft=0") })
    let json = try fixture.run("explain", "ann", "--json").lines.first ?? ""
    let object = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let obstacle = try #require((object["obstacles"] as? [[String: Any]])?.first)
    #expect(object["canLogIn"] as? Bool == false)
    #expect(obstacle["remedy"] as? String == "chatctl admin unblock Ann 127.0.0.1")
    #expect((obstacle["secondsLeft"] as? Double).map { $0 > 0 && $0 <= 60 } == true)

    #expect(try fixture.run("explain", "amn").lines.first?.contains("spelt most like it is \"Ann\"") == true)
    server.process.signal(SIGTERM)
    try server.process.wait()
    #expect(try fixture.run("explain", "ann").lines.contains { $0.hasPrefix("No server runs") })
  }

  @Test func aStalledConsoleStopsNobody() throws {
    // A pipe that is full already, and that nobody reads.
    let pipe = fixture.data.path(of: "console")
    #expect(mkfifo(pipe, 0o600) == 0)
    let end = open(pipe, O_RDWR | O_NONBLOCK | O_CLOEXEC)
    defer { close(end) }
    while write(end, "x", 1) == 1 {}

    let tail = try fixture.start(["tail", "-f", "--json"])
    let server = try ChildProcess(
      "/bin/bash",
      [
        "-c",
        "exec \(Executable.path) serve 0 --listen 127.0.0.1 --data \(fixture.data.path) --password-cost 4 --plaintext > \(pipe)",
      ])
    try tail.expect(#""event":"start","detail":"chatctl/"#)
    try tail.expect("127.0.0.1:")
    let port = try #require(try tail.nextLine()).prefix { $0.isNumber }
    let client = try ChildProcess(Executable.path, ["connect", "127.0.0.1", String(port), "--plaintext"])
    client.write("register\nann\nsecret-password\nsecret-password\nann\nsecret-password\n")
    try client.expect("ann> ")
    client.send("broadcast hello")
    try client.expect("ann(broadcast): hello")
    try tail.expect(#""command":"broadcast""#)
    server.signal(SIGTERM)
    #expect(try server.wait() == 0)
    try tail.expect(#""event":"stop""#)
  }

  @Test func aFullDiskStopsNoChat() throws {
    let logs = fixture.data.path(of: "logs")
    try FileManager.default.createDirectory(atPath: logs, withIntermediateDirectories: true)
    guard mount("tmpfs", logs, "tmpfs", UInt(MS_NOSUID), "size=64k") == 0 else {
      print("SKIPPED aFullDiskStopsNoChat: mounting a small tmpfs takes root (errno \(errno))")
      return
    }
    defer { umount2(logs, Int32(MNT_DETACH)) }
    let server = try fixture.server(["--log-bodies"])
    let client = try server.member("ann")
    try fixture.data.write([UInt8](repeating: 0, count: 32_768), to: "logs/ballast")
    var ballast = 0
    while (try? fixture.data.write([UInt8](repeating: 0, count: 4_096), to: "logs/ballast-\(ballast)")) != nil {
      ballast += 1
    }
    // Longer than what room its last page may have.
    let text = String(repeating: "x", count: 5_000)
    for _ in 0..<3 {
      client.send("broadcast \(text)")
      try client.expect("ann(broadcast): \(text)")
    }
    try server.process.expect("the log can't be written (No space left on device)")
    client.send("whoelse")
    try client.expect("There are no other users.")
    #expect(try fixture.run("tail").code == 0)

    let tail = try fixture.start(["tail", "-f", "--json", "-n", "100"])
    unlink(logs + "/ballast")
    try tail.expect(#""event":"lines-lost","count":"#)
    try server.process.expect("the log is written again; 3 of its lines are lost")
    client.send("quit")
    #expect(try client.wait() == 0)
    try tail.expect(#""event":"log-out""#)
    #expect(server.process.output.components(separatedBy: "the log can't be written").count == 2)
    #expect(!(try fixture.run("search", "--json").lines.contains { $0.contains("not-a-whole-line") }))
    server.process.signal(SIGTERM)
    try server.process.wait()
  }
}
