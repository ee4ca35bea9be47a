import ChatSystem
import Glibc

/// Makes sockets that listen.
package enum ListeningSocket {
  /// Connections the kernel keeps until they are accepted; it cuts this to net.core.somaxconn.
  static let backlog: Int32 = 4_096

  /// A non-blocking TCP socket that listens on `host`, or on all addresses of this machine when nil, at `port` (0: a
  /// free one), and the address people shall use: `0.0.0.0` where it listens on all.
  ///
  /// All addresses: one socket for IPv6 and IPv4, or for IPv4 alone where this machine has no IPv6.
  package static func open(
    host: SocketAddress?, port: UInt16
  ) throws(NetError) -> (descriptor: Int32, address: SocketAddress) {
    let everywhere = SocketAddress(ipv4: 0, port: port)
    if let host { return try open(host.with(port: port), shownAs: nil, isDualStack: false) }
    do throws(NetError) {
      return try open(SocketAddress(ipv6High: 0, low: 0, port: port), shownAs: everywhere, isDualStack: true)
    } catch {
      guard error.code == EAFNOSUPPORT || error.code == EADDRNOTAVAIL else { throw error }
      return try open(everywhere, shownAs: nil, isDualStack: false)
    }
  }

  private static func open(
    _ address: SocketAddress, shownAs shown: SocketAddress?, isDualStack: Bool
  ) throws(NetError) -> (descriptor: Int32, address: SocketAddress) {
    let context = (shown ?? address).description
    let kind = Int32(bitPattern: SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = try SystemCall.check(.socket, context) { socket(address.systemFamily, kind, 0) }
    do throws(NetError) {
      // A port whose last connections still linger (TIME_WAIT) can be had again; a port somebody listens on cannot.
      SocketOption.set(descriptor, level: SOL_SOCKET, SO_REUSEADDR, 1)
      if address.family == .ipv6 {
        SocketOption.set(descriptor, level: Int32(IPPROTO_IPV6), IPV6_V6ONLY, isDualStack ? 0 : 1)
      }
      try SystemCall.check(.bind, context) { address.withSystemAddress { bind(descriptor, $0, $1) } }
      try SystemCall.check(.listen, context) { listen(descriptor, backlog) }
      let name = SocketAddress.filled { getsockname(descriptor, $0, $1) }
      guard let bound = name.address else { throw NetError(.socketName, code: errno, context: context) }
      return (descriptor, shown?.with(port: bound.port) ?? bound)
    } catch {
      _ = close(descriptor)
      throw error
    }
  }
}

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
