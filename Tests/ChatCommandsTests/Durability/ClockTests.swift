import ChatCore
import ChatTestSupport
import Glibc
import Testing

extension Durability {
  /// Somebody sets the clock of the server's machine back: nothing odd follows.
  @Suite(.waiting, .disabled(if: TestLoad.isSanitized, "nothing can be loaded before a sanitizer"))
  struct ClockTests {
    private static let hours = 3_600 * 5

    @Test func orderAndIDsDoNotFollowTheClock() throws {
      let clock = try FakeClock()
      var server = try ServerProcess(options: ["--resume-grace", "0"], environment: clock.environment)
      let client = try WireClient.member("one", of: server)
      let witness = WireClient()
      try witness.connect(port: server.port)
      try witness.register("witness")
      var bodies: [String] = []
      func say(_ body: String) throws {
        bodies.append(body)
        guard case .stored = try client.ask(.broadcast(body: body)) else {
          throw ChildProcess.Mismatch(description: "\(body) was not stored")
        }
      }
      try say("before")
      try clock.set(offset: -Self.hours)
      try say("after the jump")
      try server.process.crash()
      try client.wait(until: "the crash is noticed") { !client.isOpen }
      server = try ServerProcess(
        data: server.data, options: ["--resume-grace", "0"], environment: clock.environment)
      try client.connect(port: server.port)
      try client.logIn("one")
      try say("after the restart")
      try clock.set(offset: -2 * Self.hours)
      try say("after the second jump")

      let late = try WireClient.returning("witness", to: server)
      try late.wait(until: "it has caught up") { late.events.contains(.caughtUp) }
      #expect(late.shown.map(\.body) == bodies)
      ShownMessages.checkIDsGrow(late.shown, of: "witness", "")
      // It did jump.
      let times = late.shown.map(\.time.microseconds)
      #expect(times[1] < times[0] - Int64(Self.hours - 600) * 1_000_000)
      #expect(times[3] < times[2] - Int64(Self.hours - 600) * 1_000_000)
    }

    /// A clock that was set, a server that has blocked "one" for so many seconds, and who was blocked there.
    private static func blocked(seconds: Double) throws -> (clock: FakeClock, server: ServerProcess, client: WireClient)
    {
      let clock = try FakeClock()
      let data = try TemporaryDirectory()
      try data.write("MaxCon 5\nBLOCK_TIME \(seconds)\nLAST_HOUR 3600.0\nTIME_OUT 600.0\n", to: "para.txt")
      let server = try ServerProcess(data: data, environment: clock.environment)
      let client = WireClient()
      try client.connect(port: server.port)
      try client.register("one")
      for _ in 0..<3 {
        _ = try client.ask(.logIn(name: "one", password: "wrong"))
      }
      try clock.set(offset: -hours)
      return (clock, server, client)
    }

    /// With a block that outlasts the test.
    @Test func aBlockIsNoShorterThanItSays() throws {
      let (clock, server, client) = try Self.blocked(seconds: 600)
      try Self.checkBlocked(client, atMost: 600)
      // Nor does a restart make more of it than it was.
      try server.process.crash()
      let next = try ServerProcess(data: server.data, environment: clock.environment)
      try client.connect(port: next.port)
      try Self.checkBlocked(client, atMost: 600)
    }

    /// With one that may be over whenever it is looked at.
    @Test(arguments: [false, true]) func aBlockIsNoLongerThanItSays(isRestarted: Bool) throws {
      let (clock, first, client) = try Self.blocked(seconds: 2)
      var server = first
      if isRestarted {
        try server.process.crash()
        server = try ServerProcess(data: server.data, environment: clock.environment)
        try client.connect(port: server.port)
      }
      defer { withExtendedLifetime((clock, server)) {} }
      let deadline = Deadline(seconds: ChildProcess.patience)
      var reply = try client.ask(.logIn(name: "one", password: WireClient.password))
      while case .refused(.stillBlocked) = reply, !deadline.isOver {
        WirePoll([client]).drive(seconds: 0.1)
        reply = try client.ask(.logIn(name: "one", password: WireClient.password))
      }
      #expect(reply == .welcome(name: "one"))
    }

    @Test func theLastHourIsAnHour() throws {
      let clock = try FakeClock()
      var server = try ServerProcess(options: ["--resume-grace", "0"], environment: clock.environment)
      let stays = try WireClient.member("stays", of: server)
      let goes = try WireClient.member("goes", of: server)
      _ = try goes.ask(.leave(.logout))
      try clock.set(offset: -Self.hours)
      #expect(try stays.ask(.wholasthr) == .lastHour(["goes"]))
      // When it was seen last has no answer of its own that waits for the disk; this has, and stands behind it.
      guard case .stored = try stays.ask(.broadcast(body: "after it")) else {
        throw ChildProcess.Mismatch(description: "the message was not stored")
      }
      try server.process.crash()
      // It left within the hour whichever clock one asks.
      server = try ServerProcess(
        data: server.data, options: ["--resume-grace", "0"], environment: clock.environment)
      let again = try WireClient.returning("stays", to: server)
      #expect(try again.ask(.wholasthr) == .lastHour(["goes"]))
      // And forward: the steady clock knows better.
      try clock.set(offset: Self.hours)
      #expect(try again.ask(.wholasthr) == .lastHour(["goes"]))
    }

    @Test func idleIsIdleByTheSteadyClock() throws {
      let clock = try FakeClock()
      let data = try TemporaryDirectory()
      try data.write("MaxCon 5\nBLOCK_TIME 60.0\nLAST_HOUR 3600.0\nTIME_OUT 2.0\n", to: "para.txt")
      let server = try ServerProcess(data: data, environment: clock.environment)
      let client = try WireClient.member("one", of: server)
      let steady = ContinuousClock()
      // It is idle from when the server has read this, which is later.
      let start = steady.now
      _ = try client.ask(.whoelse)
      // Neither does a jump forward end it sooner, nor one back later.
      try clock.set(offset: Self.hours)
      WirePoll([client]).drive(seconds: 1)
      try clock.set(offset: -Self.hours)
      try client.wait(until: "it is timed out") { client.events.contains(.timedOut(seconds: 2)) }
      let waited = start.duration(to: steady.now) / .seconds(1)
      #expect(waited >= 1.99, "timed out after \(waited) seconds")
    }

    /// Logs and backups are named by the time of day; a time that comes again must not cost an older one.
    @Test func aTimeThatComesAgainOverwritesNoLogAndNoBackup() throws {
      let clock = try FakeClock()
      let data = try TemporaryDirectory()
      let stops = 3
      let steady = ContinuousClock()
      let start = steady.now
      for _ in 0..<stops {
        // Back to the same moment each time, as near as it can be done.
        try clock.set(offset: -Int(start.duration(to: steady.now).components.seconds))
        let server = try ServerProcess(data: data, environment: clock.environment)
        server.process.signal(SIGTERM)
        #expect(try server.process.wait() == 0)
      }
      let logs = try data.names(in: "logs")
      #expect(logs.count == stops, "\(logs)")
      #expect(logs.allSatisfy { $0.hasPrefix("log_") && $0.hasSuffix(".log") }, "\(logs)")
      let backups = try data.names(in: "backups")
      #expect(backups.count == stops, "\(backups)")
    }

    private static func checkBlocked(_ client: WireClient, atMost seconds: Double) throws {
      let reply = try client.ask(.logIn(name: "one", password: WireClient.password))
      guard case .refused(.stillBlocked(let left)) = reply else {
        throw ChildProcess.Mismatch(description: "not blocked: \(reply)")
      }
      #expect(left > 0 && left <= seconds, "\(left) seconds left")
    }
  }
}
