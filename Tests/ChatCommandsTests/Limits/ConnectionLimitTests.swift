import ChatCore
import ChatTestSupport
import Foundation
import Testing

/// Limits on connections, with real ones.
@Suite(.waiting, .serialized) struct ConnectionLimitTests {
  /// A connection that has heard what the server says to its hello.
  private func connect(to server: ServerProcess, from source: UInt8 = 1) throws -> WireClient {
    let client = WireClient()
    try client.connect(port: server.port, from: source)
    try client.wait(until: "the server has answered") { client.hello != nil || !client.isOpen }
    return client
  }

  private func lines(about event: String, of server: ServerProcess) throws -> [Substring] {
    try server.data.text(of: "logs/server.log").split(separator: "\n").filter { $0.contains("\"event\":\"\(event)\"") }
  }

  @Test func soManyOfOneAddress() throws {
    let server = try ServerProcess(options: ["--max-connections-per-address", "2"])
    let first = try connect(to: server)
    let second = try connect(to: server)
    #expect(first.hello?.refusal == nil && second.hello?.refusal == nil)
    // All of the loopback is one address.
    let third = try connect(to: server, from: 7)
    #expect(third.hello?.refusal == .tooManyConnections(maximum: 2))
    try third.wait(until: "it is closed") { !third.isOpen }

    let person = try server.client()
    #expect(try person.wait() == 1)
    #expect(person.output.contains("2 connections from your address are open already"))

    first.cut()
    var last: WireClient?
    try WirePoll([]).drive(until: "a place is free again") {
      last = try connect(to: server)
      return last?.hello?.refusal == nil
    }
    #expect(try second.ask(.checkName("nobody")) == .refused(.unknownName))
    #expect(try lines(about: "connection-refused", of: server).count == 1)
    #expect(try server.admin("status").output.contains("2 connections (most now 2 connections)"))
  }

  @Test func liftedTheyAreNot() throws {
    let server = try ServerProcess(options: ["--max-connections-per-address", "0", "--max-unauthenticated", "0"])
    let clients = try (0..<40).map { _ in try connect(to: server) }
    #expect(clients.allSatisfy { $0.hello?.refusal == nil && $0.isOpen })
    #expect(try server.admin("status").output.contains("off (most now 40 connections)"))
  }

  @Test func aFloodFromOneAddressKeepsNobodyElseOut() throws {
    // Those who were taken first are silent while all the others come.
    let server = try ServerProcess(options: [
      "--max-unauthenticated", "8", "--tell-loopback-apart", "--keep-alive", "300",
    ])
    let ann = try WireClient.member("ann", of: server)
    let flood = try (0..<300).map { _ in try connect(to: server, from: 2) }
    #expect(flood.count { $0.isOpen && $0.hello?.refusal == nil } == 8)
    #expect(flood.last?.hello?.refusal == .tooManyAtPrompt(maximum: 8))

    let guest = WireClient()
    try guest.connect(port: server.port, from: 3)
    try guest.register("guest")
    try guest.logIn("guest")
    #expect(try ann.ask(.message(to: "guest", body: "hi")) != .refused(.notStored))
    try guest.wait(until: "the message is there") { guest.shown.count == 1 }

    let poll = WirePoll(flood)
    try poll.drive(until: "one of the flood had to go") { flood.count { $0.isOpen && $0.hello?.refusal == nil } == 7 }
    #expect(flood.contains { $0.events.contains { if case .putOut = $0 { true } else { false } } })
    // The guest is logged in and takes none of the places any more.
    #expect(try connect(to: server, from: 2).hello?.refusal == nil)
    #expect(try lines(about: "connection-refused", of: server).count == 2, "one for each reason")
  }

  @Test(.disabled(if: TestLoad.isSanitized, "a sanitizer takes memory of its own"))
  func aFloodOfRefusedConnectionsLeavesNothingBehind() throws {
    let server = try ServerProcess(options: ["--max-connections-per-address", "2"])
    let ann = try WireClient.member("ann", of: server)
    let other = try connect(to: server)
    let before = ProcessMemory(of: server.process.pid).resident
    let clock = ContinuousClock()
    let start = clock.now
    let rounds = TestLoad.isLight ? 1_000 : 10_000
    for _ in 0..<rounds {
      let client = WireClient()
      try client.connect(port: server.port)
      client.cut()
    }
    let seconds = start.duration(to: clock.now) / .seconds(1)
    try ann.wait(until: "all were refused", within: 60) {
      try server.admin("metrics").output.contains("chatctl_refused_connections_total \(rounds)\n")
    }
    let grown = ProcessMemory(of: server.process.pid).resident - before
    print("\(rounds) refused connections in \(seconds) s, memory grew by \(grown / 1_024) KiB")
    #expect(grown < 16 << 20)
    #expect(try lines(about: "connection-refused", of: server).count == 1)
    #expect(other.isOpen)
    let reply = try ann.ask(.broadcast(body: "still here"))
    guard case .stored = reply else { throw ChildProcess.Mismatch(description: "\(reply)") }
  }

  @Test func whoSaysNoHelloIsClosed() throws {
    let server = try ServerProcess(options: ["--hello-time", "1"])
    let silent = WireClient()
    try silent.connect(port: server.port, saysHello: false)
    let polite = try connect(to: server)
    try WirePoll([silent, polite]).drive(until: "the silent one is closed", within: 20) { !silent.isOpen }
    #expect(polite.isOpen)
    try polite.wait(until: "it is logged") { try !lines(about: "connection-refused", of: server).isEmpty }
    #expect(try lines(about: "connection-refused", of: server).first?.contains("no-hello") == true)
  }

  @Test func liftedItMayBeSilent() throws {
    let server = try ServerProcess(options: ["--hello-time", "0"])
    let silent = WireClient()
    try silent.connect(port: server.port, saysHello: false)
    WirePoll([silent]).drive(seconds: 2.5)
    #expect(silent.isOpen)
  }

  @Test func whoTypesNothingAtThePromptIsPutOut() throws {
    let server = try ServerProcess(options: ["--prompt-time", "1"])
    let idle = try connect(to: server)
    try idle.wait(until: "it is put out", within: 20) { !idle.isOpen }
    #expect(idle.events == [.timedOut(seconds: 1)])
    let person = try server.client()
    #expect(try person.wait() == 1)
    #expect(person.output.hasSuffix("Time out for 1.0 seconds.\n"))
  }
}
