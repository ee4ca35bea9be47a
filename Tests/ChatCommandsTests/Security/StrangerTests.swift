import ChatTestSupport
import ChatWire
import Glibc
import Testing

/// Connections that speak something else than the port does, or nothing: each gets a clear word or its end, and harms
/// nobody.
@Suite(.waiting, .serialized) struct StrangerTests {
  private static let hello = ClientFrame.hello(ClientHello(software: "test", run: 1))

  @Test func aWebClientIsToldWhatThisIs() throws {
    for options in [[], ["--plaintext"]] {
      let server = try ServerProcess(options: options)
      let stranger = try Stranger(port: server.port)
      stranger.say(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
      let answer = String(decoding: try #require(stranger.listenToTheEnd()), as: UTF8.self)
      #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
      #expect(answer.contains("chatctl connect HOST PORT\n"))
      try server.process.expect("came to nothing: it speaks HTTP\n")
    }
  }

  @Test func aClientWithoutTLSIsRefusedInItsOwnTongue() throws {
    let server = try ServerProcess()
    let stranger = try Stranger(port: server.port)
    stranger.say(try Self.hello.encoded(limit: FrameLimit.beforeLogIn))
    let answer = try #require(stranger.listenToTheEnd())
    var reader = FrameReader(limit: FrameLimit.afterLogIn)
    var decoder = ServerFrameDecoder()
    var frames: [ServerFrame] = []
    try answer.withUnsafeBytes { bytes in
      try reader.read(bytes) { (payload) throws(FrameError) in
        if let frame = try decoder.decode(payload) { frames.append(frame) }
      }
    }
    guard frames.count == 1, case .hello(let hello)? = frames.first, let refusal = hello.refusal else {
      Issue.record("no refusal, but \(frames)")
      return
    }
    #expect(refusal == .other("This server speaks TLS, and your client does not. Please leave --plaintext out."))
  }

  @Test func othersAreHungUpOn() throws {
    for options in [[], ["--plaintext"]] {
      let server = try ServerProcess(options: options)
      for words in ["SSH-2.0-OpenSSH_9.2p1\r\n", "\u{7f}\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}", "EHLO example.org\r\n"] {
        let stranger = try Stranger(port: server.port)
        stranger.say(Array(words.utf8))
        #expect(stranger.listenToTheEnd() == [], "\(words) \(options)")
      }
    }
  }

  @Test func aTLSClientAtAPortWithoutGetsAnAlert() throws {
    let server = try ServerProcess(options: ["--plaintext"])
    #expect(try OpenSSLTool.connect(to: server.port).contains("SSL alert number 40"))
    let client = try ChildProcess(Executable.path, ["connect", "127.0.0.1", String(server.port)])
    #expect(try client.wait() == 69)
    #expect(client.errors.contains("say --plaintext here too"))
    try server.process.expect("it speaks TLS, and this server runs with --plaintext\n")
    // Who does without it is served.
    let member = try WireClient.member("plain", of: server)
    #expect(try member.ask(.whoelse) == .others([]))
    let status = try server.admin("status")
    #expect(status.output.contains("none (--plaintext)"))
  }

  @Test func brokenHandshakesLeaveNothingBehind() throws {
    let server = try ServerProcess()
    let member = try WireClient.member("honest", of: server)
    let before = server.descriptorCount
    // The head of a handshake record, and none, or a part, or noise, for its body.
    let starts: [[UInt8]] = [
      [], [0x16], [0x16, 0x03, 0x01, 0x02, 0x00, 0x01],
      [0x16, 0x03, 0x01, 0x00, 0x08] + Array(repeating: 0xEE, count: 8),
    ]
    for number in 0..<500 {
      let stranger = try Stranger(port: server.port)
      stranger.say(starts[number % starts.count])
      if number % 3 == 0 { stranger.reset() } else { stranger.hangUp() }
      if number % 50 == 0 { #expect(try member.ask(.whoelse) == .others([])) }
    }
    let poll = WirePoll([member], server: server)
    try poll.drive(until: "the descriptors are back") { server.descriptorCount <= before }
    #expect(member.isOpen)
  }

  @Test func aFloodDoesNotFillTheLog() throws {
    let server = try ServerProcess()
    let count = 400
    // All at once: one after the other they may be so few a second that each is worth a line.
    let strangers = try (0..<count).map { _ in
      let stranger = try Stranger(port: server.port)
      stranger.say(Array("SSH-2.0-x\r\n".utf8))
      return stranger
    }
    for stranger in strangers {
      #expect(stranger.listenToTheEnd() == [])
    }
    func leftOut() throws -> Int {
      try server.logged("strangers-left-out").reduce(0) { sum, line in
        sum + (Int(line.split(separator: "\"count\":").last?.prefix { $0.isNumber } ?? "") ?? 0)
      }
    }
    let deadline = Deadline(seconds: ChildProcess.patience)
    while try server.logged("stranger").count + leftOut() < count, !deadline.isOver {
      _ = try? server.process.nextLine(within: 0.2)
    }
    let lines = try server.logged("stranger").count
    #expect(lines + (try leftOut()) == count)
    #expect(lines < count, "all were logged one by one")
  }
}
