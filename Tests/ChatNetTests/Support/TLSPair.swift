import Glibc
import Testing

@testable import ChatNet

/// A TLS server and a TLS client, each on a loop of its own, whose bytes go through a `Wire` that the test can spoil.
final class TLSPair {
  let server: LoopFixture
  let client: LoopFixture
  let serverEnd: Connection
  let clientEnd: Connection
  let wire: Wire

  init(
    wire plan: Wire.Plan = Wire.Plan(), buffers: Int32? = nil, settings: LoopSettings = LoopSettings(),
    serverRecorder: Recorder = Recorder(), clientRecorder: Recorder = Recorder()
  ) throws {
    let left = try SocketPair(buffers: buffers)
    let right = try SocketPair(buffers: buffers)
    server = try LoopFixture(settings, recorder: serverRecorder)
    client = try LoopFixture(settings, recorder: clientRecorder)
    serverEnd = try server.adopt(left, security: TestCertificate.server())
    clientEnd = try client.adopt(right, security: TestCertificate.client())
    wire = Wire(client: right, server: left, plan)
  }

  deinit {
    wire.cut()
  }

  /// Waits until both sides let bytes through.
  func awaitHandshake() {
    for (fixture, connection) in [(server, serverEnd), (client, clientEnd)] {
      fixture.wait("the handshake") { _ in !connection.state.contains(.handshaking) }
    }
  }

  func sendToServer(_ bytes: [UInt8]) {
    client.onQueue { _ in clientEnd.send(SharedBytes(bytes).slice) }
  }

  func sendToClient(_ bytes: [UInt8]) {
    server.onQueue { _ in serverEnd.send(SharedBytes(bytes).slice) }
  }

  var serverReceived: [UInt8] { server.recorder.now.received[serverEnd.token] ?? [] }
  var clientReceived: [UInt8] { client.recorder.now.received[clientEnd.token] ?? [] }
}
