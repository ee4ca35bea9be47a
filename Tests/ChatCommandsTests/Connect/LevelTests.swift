import ChatCore
import ChatTestSupport
import ChatWire
import Testing

/// Clients of several levels of the protocol in one room.
@Suite(.waiting) struct LevelTests {
  @Test func anEventGoesToWhoHasItsLevel() throws {
    let data = try TemporaryDirectory()
    try data.write("MaxCon 5\nBLOCK_TIME 60.0\nLAST_HOUR 3600.0\nTIME_OUT 1.0\n", to: "para.txt")
    let server = try ServerProcess(data: data)
    let clients = [UInt32(0), 1, .max].map { level in (level, WireClient()) }
    for (number, (level, client)) in clients.enumerated() {
      try client.connect(port: server.port, level: level)
      try client.register("user\(number)")
      try client.logIn("user\(number)")
    }
    try WirePoll(clients.map(\.1)).drive(until: "all are timed out", within: 20) {
      clients.allSatisfy { $0.1.events.contains(.timedOut(seconds: 1)) }
    }
    for (level, client) in clients {
      let isTold = client.events.contains { if case .timeOutNear = $0 { true } else { false } }
      #expect(isTold == (level >= 1), "level \(level)")
      #expect(client.hello?.level == ProtocolVersion.level)
    }
  }
}
