import ChatCore
import ChatSystem
import ChatWire
import Dispatch
import Testing

@testable import ChatClient

@Suite struct ServerLinkTests {
  /// Notes what a link tells.
  private final class Ear: Sendable {
    private let heard = Locked<[ServerLink.News]>([])
    private let arrived = DispatchSemaphore(value: 0)

    func hear(_ news: ServerLink.News) {
      heard.withLock { $0.append(news) }
      arrived.signal()
    }

    /// The next news, in order; nil when none comes within 20 s.
    func next() -> ServerLink.News? {
      guard arrived.wait(timeout: .now() + 20) == .success else { return nil }
      return heard.withLock { $0.removeFirst() }
    }
  }

  private let ear = Ear()

  private func connected(to server: FakeServer) throws -> ServerLink {
    let ear = ear
    let link = try ServerLink(consumer: DispatchQueue(label: "test.consumer"))
    link.tell { ear.hear($0) }
    link.open(host: "127.0.0.1", port: server.port, security: .plaintext)
    try server.accept()
    guard case .connected? = ear.next() else { throw Failure.unexpected }
    return link
  }

  @Test func framesInAndOut() throws {
    let server = try FakeServer()
    let link = try connected(to: server)
    link.send(.hello(ClientHello(software: "test", run: 1)))
    #expect(try server.receive() == .hello(ClientHello(software: "test", run: 1)))
    server.send(.reply(number: 1, .nameKnown))
    server.send(.pong)
    server.send(.event(.caughtUp))
    var frames: [ServerFrame] = []
    while frames.count < 2, case .frames(let more)? = ear.next() { frames += more }
    #expect(frames == [.reply(number: 1, .nameKnown), .event(.caughtUp)])
    link.close()
    #expect(try server.receive() == nil)
  }

  @Test func aSlowConsumerStopsTheReading() throws {
    let server = try FakeServer()
    let link = try connected(to: server)
    let many = 200_000
    DispatchQueue.global().async {
      let bytes = ServerFrame.event(.loggedIn(name: String(repeating: "x", count: 32))).encoded()
      for _ in 0..<many { server.send(bytes) }
    }
    // Nothing is dealt with: what is posted stays near the limit, though 8 MB wait.
    var count = 0
    while count <= 2_048, case .frames(let frames)? = ear.next() { count += frames.count }
    #expect(count < 8_192)
    // Dealt with a few at a time, as a slow terminal does: reading must go on once enough is done.
    for _ in 0..<count {
      link.dealtWith(1)
    }
    while count < many, case .frames(let frames)? = ear.next() {
      count += frames.count
      link.dealtWith(frames.count)
    }
    #expect(count == many)
    link.close()
  }

  @Test func theServerGoes() throws {
    let server = try FakeServer()
    let link = try connected(to: server)
    server.send(.event(.serverStopping(restarts: false, isSettled: true)))
    server.hangUp()
    guard case .frames([.event(.serverStopping(restarts: false, isSettled: true))])? = ear.next(),
      case .lost(.closed)? = ear.next()
    else {
      throw Failure.unexpected
    }
    link.close()
  }

  @Test(arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", "\0\0\0\0"])
  func whatIsNoFrame(text: String) throws {
    let server = try FakeServer()
    let link = try connected(to: server)
    server.send(Array(text.utf8))
    guard case .lost(.garbled(let detail))? = ear.next() else { throw Failure.unexpected }
    #expect(!detail.isEmpty)
    link.close()
  }

  @Test func nobodyListens() throws {
    let port = try FakeServer().port
    let ear = ear
    let link = try ServerLink(consumer: DispatchQueue(label: "test.consumer"))
    link.tell { ear.hear($0) }
    link.open(host: "127.0.0.1", port: port, security: .plaintext)
    guard case .unreachable(let sentence)? = ear.next() else { throw Failure.unexpected }
    #expect(sentence.contains("127.0.0.1:\(port)"))
    link.close()
  }

  enum Failure: Error {
    case unexpected
  }
}
