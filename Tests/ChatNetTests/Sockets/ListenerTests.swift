import ChatTestSupport
import Dispatch
import Glibc
import Testing

@testable import ChatNet

@Suite struct ListenerTests {
  private let queue = DispatchQueue(label: "test.listener")

  @Test func acceptsOnLoopback() throws {
    let accepted = Collector<SocketAddress>()
    let listener = try listen(host: "127.0.0.1", accepted)
    listener.start()
    let clients = try (0..<100).map { _ in try Client(listener.address) }
    try accepted.wait(count: 100)
    #expect(Set(accepted.all.map(\.description)) == Set(clients.map(\.local.description)))
    listener.stop()
  }

  @Test func listensOnBothVersions() throws {
    let accepted = Collector<SocketAddress>()
    let listener = try listen(host: nil, accepted)
    listener.start()
    #expect(listener.address.host == "0.0.0.0")
    #expect(listener.address.port != 0)
    let old = try Client(SocketAddress(ipv4: 0x7F00_0001, port: listener.address.port))
    try accepted.wait(count: 1)
    #expect(accepted.all == [old.local])
    if hasIPv6 {
      let new = try Client(SocketAddress(ipv6High: 0, low: 1, port: listener.address.port))
      try accepted.wait(count: 2)
      #expect(accepted.all == [old.local, new.local])
    }
    listener.stop()
  }

  @Test func saysThatThePortIsTaken() throws {
    let first = try listen(host: "127.0.0.1", Collector())
    let error = #expect(throws: NetError.self) {
      try Listener(host: first.address, port: first.address.port, queue: queue, onAccept: { _, _ in }) { _ in }
    }
    #expect(error?.code == EADDRINUSE)
    #expect(error?.description.contains("in use") == true)
    #expect(error?.description.contains(first.address.description) == true)
  }

  @Test func saysThatTheAddressIsNotOurs() throws {
    let foreign = try #require(SocketAddress("192.0.2.1:0"))
    let error = #expect(throws: NetError.self) {
      try Listener(host: foreign, port: 0, queue: queue, onAccept: { _, _ in }) { _ in }
    }
    #expect(error?.code == EADDRNOTAVAIL)
  }

  @Test func freesThePort() throws {
    let accepted = Collector<SocketAddress>()
    let listener = try listen(host: "127.0.0.1", accepted)
    listener.start()
    let client = try Client(listener.address)
    try accepted.wait(count: 1)
    let done = DispatchSemaphore(value: 0)
    listener.stop { done.signal() }
    #expect(done.wait(timeout: .now() + 20) == .success)
    #expect(throws: (any Error).self) { try Client(listener.address) }
    // The accepted connection lingers, but the port can be had again.
    let again = try Listener(
      host: listener.address, port: listener.address.port, queue: queue, onAccept: { _, _ in }
    ) { _ in }
    #expect(again.address == listener.address)
    _ = client
  }

  @Test func freesThePortOfOneThatNeverStarted() throws {
    let address = try listen(host: "127.0.0.1", Collector()).address
    let deadline = Deadline(seconds: 20)
    while (try? Client(address)) != nil {
      try #require(!deadline.isOver, "still listening")
      sched_yield()
    }
  }

  private var hasIPv6: Bool {
    let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    let loopback = SocketAddress(ipv6High: 0, low: 1, port: 0)
    return descriptor >= 0 && loopback.withSystemAddress { bind(descriptor, $0, $1) } == 0
  }

  private func listen(host: String?, _ accepted: Collector<SocketAddress>) throws -> Listener {
    let address = try host.map { try #require(SocketAddress(host: $0, port: 0)) }
    return try Listener(
      host: address, port: 0, queue: queue,
      onAccept: { descriptor, remote in
        #expect(fcntl(descriptor, F_GETFL) & O_NONBLOCK != 0)
        #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
        close(descriptor)
        accepted.add(remote)
      },
      onTrouble: { Issue.record($0) })
  }
}
