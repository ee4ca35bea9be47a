import ChatCore
import ChatTestSupport
import Testing

/// Who writes too fast is read more slowly, and loses nothing.
@Suite(.waiting, .serialized) struct MessageRateTests {
  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    return try clock.measure(body) / .seconds(1)
  }

  private func announcements(of client: WireClient) -> Int {
    client.events.count { if case .announcement = $0 { true } else { false } }
  }

  @Test func aPumpIsSlowedDown() throws {
    let server = try ServerProcess(options: ["--message-rate", "200", "--message-burst", "50"])
    let pump = try WireClient.member("pump", of: server)
    let listener = try WireClient.member("listener", of: server)
    let poll = WirePoll([pump, listener], server: server)
    let time = try seconds {
      for number in 0..<500 { pump.request(.broadcast(body: "\(number)")) }
      try poll.drive(until: "all is delivered and stored") {
        listener.shown.count == 500 && pump.unanswered.isEmpty
      }
    }
    // What the server takes in one go, 256 requests at most, comes at once.
    #expect(time > Double(500 - 50 - 256) / 200)
    #expect(listener.shown.map(\.body) == (0..<500).map(String.init))
    #expect(announcements(of: pump) == 1 && announcements(of: listener) == 0)
    // Nobody else is.
    let answerTime = try seconds { _ = try listener.ask(.whoelse) }
    #expect(answerTime < max(1, time / 2))
    #expect(pump.isOpen)
  }

  @Test func whoWaitsLongIsNotTakenForDeadByEitherSide() throws {
    let server = try ServerProcess(options: [
      "--message-rate", "5", "--message-burst", "1", "--keep-alive", "1", "--resume-grace", "0",
    ])
    let pump = try WireClient.member("pump", of: server)
    let time = try seconds {
      for number in 0..<30 { pump.request(.broadcast(body: "\(number)")) }
      // Those may be taken in one go; what comes next has to wait for all of them.
      try pump.wait(until: "all is stored") { pump.unanswered.isEmpty || !pump.isOpen }
      _ = try pump.ask(.whoelse)
    }
    // Thirty at five a second, longer than who is silent is waited for, and the server says again and again that it is
    // there.
    #expect(time > 5)
    #expect(pump.pongs > 2)
    #expect(pump.isOpen && pump.unanswered.isEmpty && pump.shown.count == 30)
  }

  @Test func aPipeGetsThroughMoreSlowly() throws {
    // Slower than any client is, also one that is built with a sanitizer, or has no processor for itself.
    let server = try ServerProcess(options: ["--message-rate", "10", "--message-burst", "50"])
    let client = try server.client()
    let name = "pipe\nsecret-password\n"
    client.write("register\npipe\nsecret-password\nsecret-password\n" + name)
    client.write((0..<80).map { "broadcast line \($0)\n" }.joined())
    client.closeInput()
    let time = try seconds { try client.wait() }
    #expect(try client.wait() == 0)
    #expect(time > 1)
    #expect(client.output.contains("pipe(broadcast): line 79\n"))
    #expect(client.output.components(separatedBy: "faster than 10 messages a second").count == 2)
    #expect(try server.admin("metrics").output.contains("chatctl_messages_total 80\n"))
  }

  @Test func liftedNobodyIs() throws {
    let server = try ServerProcess(options: ["--message-rate", "0"])
    let pump = try WireClient.member("pump", of: server)
    for number in 0..<2_000 { pump.request(.broadcast(body: "\(number)")) }
    try pump.wait(until: "all is stored") { pump.unanswered.isEmpty }
    #expect(announcements(of: pump) == 0)
  }
}
