import ChatCore
import ChatNet
import ChatTestSupport
import Testing

@testable import ChatServer

@Suite struct ConnectionGateTests {
  /// Whether a connection from `host` is taken.
  private func takes(_ gate: ConnectionGate, _ session: UInt64, from host: String, descriptor: Int32 = 5) throws -> Bool
  {
    let remote = try #require(SocketAddress(host: host, port: 1))
    guard case .take = gate.decide(SessionID(rawValue: session), descriptor: descriptor, remote: remote) else {
      return false
    }
    return true
  }

  @Test func otherSettingsHoldAtOnce() throws {
    let directory = try TemporaryDirectory()
    let log = ServerLog(directory: directory.path, settings: LogSettings(), console: Console(descriptor: -1))
    var settings = Settings()
    let gate = ConnectionGate(settings, descriptors: 1_000, log: log)
    #expect(try takes(gate, 1, from: "192.0.2.1"))
    settings[.connectionsPerAddress] = 1
    gate.change(settings)
    #expect(try !takes(gate, 2, from: "192.0.2.1"))
    settings[.unauthenticated] = 1
    gate.change(settings)
    #expect(try !takes(gate, 3, from: "192.0.2.2"))
    settings[.unauthenticated] = 0
    gate.change(settings)
    #expect(try takes(gate, 4, from: "192.0.2.2", descriptor: 935))
    settings[.spareDescriptors] = 100
    gate.change(settings)
    #expect(try !takes(gate, 5, from: "192.0.2.3", descriptor: 935))
  }
}
