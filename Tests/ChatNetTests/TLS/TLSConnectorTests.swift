import ChatTestSupport
import Dispatch
import Glibc
import Synchronization
import Testing

@testable import ChatNet

@Suite struct TLSConnectorTests {
  /// A TLS server on a free port that adopts who comes.
  private final class House: Sendable {
    let fixture: LoopFixture
    let listener: Listener

    init(security: ConnectionSecurity) throws {
      let fixture = try LoopFixture()
      self.fixture = fixture
      listener = try Listener(
        host: SocketAddress(ipv4: 0x7F00_0001, port: 0), port: 0, queue: fixture.loop.queue,
        onAccept: { _ = try? fixture.loop.adopt($0, remote: $1, security: security) }, onTrouble: { _ in })
      listener.start()
    }

    deinit {
      listener.stop()
    }
  }

  private func connect(
    to house: House, on fixture: LoopFixture, security: ConnectionSecurity, timeout: Double = 10,
    check: @escaping TrustCheck = { $1(.trusted) }
  ) throws -> Result<Connection, NetError>? {
    let outcomes = Collector<Result<Connection, NetError>>()
    Connector.connect(
      to: [house.listener.address], security: security, timeout: timeout, on: fixture.loop, check: check
    ) { outcomes.add($0) }
    try outcomes.wait(count: 1)
    return outcomes.all.first
  }

  /// Whoever answers and then says nothing holds nobody up: TLS is part of the race (RFC 8305).
  @Test func whoSaysNothingIsPassedOver() throws {
    let silent = try House(security: .plain)
    let house = try House(security: TestCertificate.server())
    let fixture = try LoopFixture()
    let asked = Collector<PeerIdentity>()
    let outcomes = Collector<Result<Connection, NetError>>()
    Connector.connect(
      to: [silent.listener.address, house.listener.address], security: try TestCertificate.client(), timeout: 3_600,
      on: fixture.loop,
      check: {
        asked.add($0)
        $1(.trusted)
      }, completion: { outcomes.add($0) })
    try outcomes.wait(count: 1)
    #expect(try outcomes.all[0].get().remote == house.listener.address)
    #expect(asked.all.count == 1)
    fixture.wait("the silent one to be given up") { $0.connectionCount == 1 }
    silent.fixture.recorder.wait("its end") { $0.closed.count == 1 }
  }

  @Test func showsWhoTheServerIs() throws {
    let house = try House(security: TestCertificate.server())
    let fixture = try LoopFixture()
    let seen = Collector<PeerIdentity>()
    let result = try connect(to: house, on: fixture, security: try TestCertificate.client()) { identity, decide in
      seen.add(identity)
      decide(.trusted)
    }
    let connection = try #require(try result?.get())
    let identity = try #require(seen.all.first)
    #expect(identity.fingerprint == (try TestCertificate.certificate().fingerprint))
    #expect(identity.chain == .unverified(code: 18, reason: "self-signed certificate"))
    #expect(identity.matchesName)
    #expect(!identity.isVerified)
    #expect(identity.expires == 253_402_300_799, "it is to last to the end of 9999")
    #expect(identity.protocolVersion == "TLSv1.3")
    #expect(identity.cipher.hasPrefix("TLS_"))
    fixture.onQueue { _ in connection.send(SharedBytes(Array("hi".utf8)).slice) }
    house.fixture.recorder.wait("the bytes") { $0.received.values.first == Array("hi".utf8) }
  }

  @Test(arguments: [("localhost", true), ("localhost.", true), ("other.example", false), ("127.0.0.1", false)])
  func comparesTheName(name: String, matches: Bool) throws {
    let house = try House(security: TestCertificate.server())
    let fixture = try LoopFixture()
    let seen = Collector<Bool>()
    _ = try connect(to: house, on: fixture, security: try TestCertificate.client(name)) { identity, decide in
      seen.add(identity.matchesName)
      decide(.trusted)
    }
    #expect(seen.all == [matches])
  }

  @Test func believesAnAuthorityThatItTrusts() throws {
    let directory = try TemporaryDirectory()
    try directory.write(TestCertificate.made.get().certificate, to: "authority.pem")
    let house = try House(security: TestCertificate.server())
    let fixture = try LoopFixture()
    let seen = Collector<Bool>()
    let context = try TLSContext(clientTrusting: .file(directory.path(of: "authority.pem")))
    _ = try connect(to: house, on: fixture, security: .tlsClient(context, serverName: "localhost")) {
      identity, decide in
      seen.add(identity.isVerified)
      decide(.trusted)
    }
    #expect(seen.all == [true])
  }

  @Test func sendsNothingToWhomItDoesNotTrust() throws {
    let house = try House(security: TestCertificate.server())
    let fixture = try LoopFixture()
    let result = try connect(to: house, on: fixture, security: try TestCertificate.client()) { _, decide in
      DispatchQueue.global().async { decide(.refused("That is somebody else.")) }
    }
    guard case .failure(let error)? = result else {
      Issue.record("it was trusted")
      return
    }
    #expect(error.operation == .trust)
    #expect(error.description == "That is somebody else.")
    house.fixture.recorder.wait("the end") { $0.closed.count == 1 }
    #expect(house.fixture.recorder.now.received.isEmpty)
    #expect(fixture.onQueue { $0.connectionCount } == 0)
  }

  @Test func waitsForTheVerdict() throws {
    let house = try House(security: TestCertificate.server())
    let fixture = try LoopFixture()
    let decisions = Collector<@Sendable (TrustVerdict) -> Void>()
    let outcomes = Collector<Result<Connection, NetError>>()
    Connector.connect(
      to: [house.listener.address], security: try TestCertificate.client(), timeout: 10, on: fixture.loop,
      check: { decisions.add($1) }, completion: { outcomes.add($0) })
    try decisions.wait(count: 1)
    house.fixture.wait("a server that is ready") { loop in
      var isReady = false
      loop.forEachConnection { isReady = !$0.state.contains(.handshaking) }
      return isReady
    }
    house.fixture.onQueue { loop in loop.forEachConnection { $0.send(SharedBytes([9]).slice) } }
    #expect(outcomes.all.isEmpty)
    #expect(fixture.recorder.now.received.isEmpty)
    decisions.all.first?(.trusted)
    try outcomes.wait(count: 1)
    fixture.recorder.wait("the server's byte") { $0.received.values.first == [9] }
  }

  @Test func saysThatTheServerSpeaksNoTLS() throws {
    let recorder = Recorder(onReceived: { connection, _ in
      connection.send(SharedBytes(Array("SSH-2.0-OpenSSH\r\n".utf8)).slice)
    })
    let fixture = try LoopFixture()
    let plain = try LoopFixture(recorder: recorder)
    let listener = try Listener(
      host: SocketAddress(ipv4: 0x7F00_0001, port: 0), port: 0, queue: plain.loop.queue,
      onAccept: { _ = try? plain.loop.adopt($0, remote: $1) }, onTrouble: { _ in })
    listener.start()
    defer { listener.stop() }
    let outcomes = Collector<Result<Connection, NetError>>()
    Connector.connect(
      to: [listener.address], security: try TestCertificate.client(), on: fixture.loop, check: { $1(.trusted) }
    ) { outcomes.add($0) }
    try outcomes.wait(count: 1)
    guard case .failure(let error)? = outcomes.all.first else {
      Issue.record("it was taken for TLS")
      return
    }
    #expect(error.operation == .handshake)
    #expect(error.tls?.isNotTLS == true)
    #expect(error.description.hasSuffix(": what listens there does not speak TLS"))
  }

  @Test func givesUpOnAServerThatSaysNothing() throws {
    let listener = try ListeningSocket.open(host: SocketAddress(ipv4: 0x7F00_0001, port: 0), port: 0)
    defer { close(listener.descriptor) }
    let fixture = try LoopFixture()
    let outcomes = Collector<Result<Connection, NetError>>()
    Connector.connect(
      to: [listener.address], security: try TestCertificate.client(), timeout: 0.2, on: fixture.loop,
      check: { $1(.trusted) }
    ) { outcomes.add($0) }
    try outcomes.wait(count: 1)
    guard case .failure(let error)? = outcomes.all.first else {
      Issue.record("it was reached")
      return
    }
    #expect(error.operation == .handshake)
    #expect(error.code == ETIMEDOUT)
    #expect(fixture.onQueue { $0.connectionCount } == 0)
  }
}
