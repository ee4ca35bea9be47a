import Glibc
import Testing

@testable import ChatNet

/// Two ends of a TCP connection over loopback: ours, for a loop, and the peer's, blocking, for the test.
final class SocketPair {
  let ours: Int32
  private(set) var peer: Int32
  let remote: SocketAddress

  /// Connects them. `buffers` shrinks the kernel's buffers, so that few bytes fill them.
  init(buffers: Int32? = nil) throws {
    let any = SocketAddress(ipv4: 0x7F00_0001, port: 0)
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { Glibc.close(server) }
    if let buffers { SocketOption.set(server, level: SOL_SOCKET, SO_SNDBUF, buffers) }
    let isBound = any.withSystemAddress { bind(server, $0, $1) } == 0
    try #require(isBound && listen(server, 1) == 0)
    let name = SocketAddress.filled { getsockname(server, $0, $1) }.address
    let bound = try #require(name)
    peer = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if let buffers { SocketOption.set(peer, level: SOL_SOCKET, SO_RCVBUF, buffers) }
    let isConnected = bound.withSystemAddress { [peer] in connect(peer, $0, $1) } == 0
    try #require(isConnected)
    let accepted = SocketAddress.filled { accept(server, $0, $1) }
    ours = accepted.result
    remote = try #require(accepted.address)
    var patience = timeval(tv_sec: 20, tv_usec: 0)  // A broken test fails instead of hanging.
    setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  func write(_ bytes: [UInt8]) {
    #expect(Glibc.send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
  }

  func write(_ text: String) {
    write(Array(text.utf8))
  }

  /// Waits until what was written has come to our end: the kernel may put it off. Before a loop has that.
  func awaitArrival() {
    var poll = pollfd(fd: ours, events: Int16(POLLIN), revents: 0)
    #expect(Glibc.poll(&poll, 1, 20_000) == 1)
  }

  /// Reads `count` bytes, fewer at the end of the connection.
  func read(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes { recv(peer, $0.baseAddress.map { $0 + filled }, count - filled, 0) }
      if got <= 0 { break }
      filled += got
    }
    return Array(bytes[..<filled])
  }

  func readText(_ count: Int) -> String {
    String(decoding: read(count), as: UTF8.self)
  }

  /// Ends the peer: in order, or with a reset when it has unread bytes.
  func endPeer() {
    if peer >= 0 { Glibc.close(peer) }
    peer = -1
  }

  deinit {
    endPeer()
  }

  /// Ends the peer with a reset instead of an orderly end.
  func resetPeer() {
    var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
    setsockopt(peer, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    endPeer()
  }
}
