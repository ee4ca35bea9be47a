import ChatTestSupport
import Glibc

/// A blocking connection to a server that says whatever a test likes.
final class Stranger {
  private var descriptor: Int32

  /// Connects to `port` of the loopback, from 127.0.0.`source`.
  init(port: Int, from source: UInt8 = 1) throws {
    descriptor = try WireSocket.connected(port: port, from: source)
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
    var patience = timeval(tv_sec: Int(ChildProcess.patience), tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit {
    hangUp()
  }

  func say(_ bytes: [UInt8]) {
    _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// Everything that comes before the end of the connection; nil when there is none in time.
  func listenToTheEnd() -> [UInt8]? {
    var heard: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = recv(descriptor, &bytes, bytes.count, 0)
      if count == 0 || count < 0 && errno == ECONNRESET { return heard }
      guard count > 0 else { return nil }
      heard += bytes[..<count]
    }
  }

  /// Whether the server has ended the connection; what it has said so far is dropped.
  var isHungUpOn: Bool {
    var bytes = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
      if count <= 0 { return count == 0 || errno != EAGAIN && errno != EINTR }
    }
  }

  func hangUp() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  /// Hangs up with a reset.
  func reset() {
    var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    hangUp()
  }
}
