import ChatTestSupport
import Glibc
import Testing

@testable import ChatNet

@Suite struct ConnectorTests {
  @Test func connectsAndTalks() throws {
    let server = try LoopFixture(recorder: Recorder { connection, bytes in connection.send(SharedBytes(bytes).slice) })
    let listener = try listener(into: server)
    let client = try LoopFixture()
    let results = try connect(client, to: [listener.address])
    #expect(try results.all[0].get().remote == listener.address)
    let connection = try results.all[0].get()
    client.loop.perform { connection.send(SharedBytes(Array("hello".utf8)).slice) }
    client.recorder.wait("the echo") { $0.received[connection.token] == Array("hello".utf8) }
    listener.stop()
  }

  @Test func triesTheNextAddress() throws {
    let server = try LoopFixture()
    let listener = try listener(into: server)
    let client = try LoopFixture()
    let nobody = try nobodysAddress()
    let results = try connect(client, to: [nobody, nobody, listener.address])
    #expect(try results.all[0].get().remote == listener.address)
    listener.stop()
  }

  /// The next one is tried beside it, long before its time is over.
  @Test func anAddressThatLeadsNowhereHoldsNobodyUp() throws {
    let full = try FullListener()
    let server = try LoopFixture()
    let listener = try listener(into: server)
    let client = try LoopFixture()
    let results = try connect(client, to: [full.address, full.address, listener.address], timeout: 3_600)
    #expect(try results.all[0].get().remote == listener.address)
    client.wait("the others to be given up") { $0.connectionCount == 1 }
    listener.stop()
  }

  @Test func theFamiliesTakeTurns() throws {
    func address(_ text: String) throws -> SocketAddress { try #require(SocketAddress(text)) }
    let four = try ["1.1.1.1:1", "1.1.1.2:1", "1.1.1.3:1"].map(address)
    let six = try ["[2001:db8::1]:1", "[2001:db8::2]:1"].map(address)
    #expect(Connector.inTurn(six + four) == [six[0], four[0], six[1], four[1], four[2]])
    #expect(Connector.inTurn(four + six) == [four[0], six[0], four[1], six[1], four[2]])
    #expect(Connector.inTurn([four[0]]) == [four[0]])
  }

  @Test func saysWhyItFailed() throws {
    let client = try LoopFixture()
    let nobody = try nobodysAddress()
    let results = try connect(client, to: [nobody])
    let error = #expect(throws: NetError.self) { try results.all[0].get() }
    #expect(error == NetError(.connect, code: ECONNREFUSED, context: nobody.description))
    #expect(error?.description.contains("nobody listens there") == true)
  }

  @Test func givesUpAfterItsTime() throws {
    // A listener that never accepts and whose backlog is full lets others wait for ever.
    let full = try FullListener()
    let client = try LoopFixture()
    let results = try connect(client, to: [full.address], timeout: 0.05)
    let error = #expect(throws: NetError.self) { try results.all[0].get() }
    #expect(error?.code == ETIMEDOUT)
  }

  private func connect(
    _ client: LoopFixture, to addresses: [SocketAddress], timeout: Double = 10
  ) throws -> Collector<Result<Connection, NetError>> {
    let results = Collector<Result<Connection, NetError>>()
    Connector.connect(to: addresses, timeout: timeout, on: client.loop) { results.add($0) }
    try results.wait(count: 1)
    return results
  }

  private func listener(into fixture: LoopFixture) throws -> Listener {
    let loop = fixture.loop
    let listener = try Listener(
      host: SocketAddress(ipv4: 0x7F00_0001, port: 0), port: 0, queue: loop.queue,
      onAccept: { descriptor, remote in
        do { try loop.adopt(descriptor, remote: remote) } catch { Issue.record(error) }
      },
      onTrouble: { Issue.record($0) })
    listener.start()
    return listener
  }

  /// An address where nobody listens: bound, so that nobody else gets it, but not listening.
  private func nobodysAddress() throws -> SocketAddress {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    let isBound = SocketAddress(ipv4: 0x7F00_0001, port: 0).withSystemAddress { bind(descriptor, $0, $1) } == 0
    try #require(isBound)
    let name = SocketAddress.filled { getsockname(descriptor, $0, $1) }
    return try #require(name.address)
  }
}

/// A listening socket without room for one more connection.
private final class FullListener {
  let address: SocketAddress
  private let descriptor: Int32
  private var waiting: [Int32] = []

  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let isBound = SocketAddress(ipv4: 0x7F00_0001, port: 0).withSystemAddress { [descriptor] in bind(descriptor, $0, $1)
    }
    try #require(isBound == 0 && listen(descriptor, 0) == 0)
    let name = SocketAddress.filled { [descriptor] in getsockname(descriptor, $0, $1) }
    address = try #require(name.address)
    for _ in 0..<8 {
      let kind = Int32(bitPattern: SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
      let client = socket(AF_INET, kind, 0)
      _ = address.withSystemAddress { connect(client, $0, $1) }
      waiting.append(client)
    }
  }

  deinit {
    for client in waiting { close(client) }
    close(descriptor)
  }
}
