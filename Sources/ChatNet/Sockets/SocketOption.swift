import Glibc

/// Options of sockets (socket(7), tcp(7), ipv6(7)).
enum SocketOption {
  /// Sets an integer option. Gives whether the socket knows it.
  @discardableResult
  static func set(_ descriptor: Int32, level: Int32, _ name: Int32, _ value: Int32) -> Bool {
    var value = value
    return setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size)) == 0
  }

  /// Makes a connected socket non-blocking, closed on exec, and quick: small writes leave at once, and the kernel queues
  /// at most `notSentLowWater` unsent bytes. A socket that is not TCP keeps its own ways.
  static func prepareConnection(_ descriptor: Int32, notSentLowWater: Int32) {
    let flags = fcntl(descriptor, F_GETFL)
    if flags & O_NONBLOCK == 0 { _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) }
    set(descriptor, level: Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    set(descriptor, level: Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, notSentLowWater)
  }

  /// Takes the error that waits on a socket (SO_ERROR); 0 when there is none.
  static func error(_ descriptor: Int32) -> Int32 {
    var code: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
    return code
  }
}
