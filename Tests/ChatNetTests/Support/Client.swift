import ChatSystem
import Glibc

@testable import ChatNet

/// A blocking TCP connection, closed with its last reference.
final class Client {
  let descriptor: Int32
  let local: SocketAddress

  init(_ address: SocketAddress) throws(NetError) {
    let descriptor = try SystemCall.check(.socket) { socket(address.systemFamily, Int32(SOCK_STREAM.rawValue), 0) }
    let isConnected = address.withSystemAddress { connect(descriptor, $0, $1) } == 0
    let code = errno
    let name = SocketAddress.filled { getsockname(descriptor, $0, $1) }
    guard isConnected, let local = name.address else {
      close(descriptor)
      throw NetError(.connect, code: code)
    }
    self.descriptor = descriptor
    self.local = local
  }

  deinit {
    close(descriptor)
  }
}
