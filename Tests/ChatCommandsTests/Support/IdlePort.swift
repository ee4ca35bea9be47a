import ChatTestSupport
import Glibc

/// A port of the loopback that is taken, so that nobody else gets it, and at which nobody listens unless told to.
final class IdlePort {
  /// Its number.
  let port: UInt16
  private let descriptor: Int32

  /// Takes a free one.
  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard isBound else { throw ChildProcess.Mismatch(description: "no free port: errno \(errno)") }
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit {
    close(descriptor)
  }

  /// Listens from now on.
  func listen() throws -> UInt16 {
    guard Glibc.listen(descriptor, 8) == 0 else {
      throw ChildProcess.Mismatch(description: "no listening: errno \(errno)")
    }
    return port
  }

  /// Waits for somebody, and says `text` to whoever it is.
  func answer(_ text: String) throws {
    try answer(Array(text.utf8))
  }

  /// The same with any bytes.
  func answer(_ bytes: [UInt8]) throws {
    let peer = accept(descriptor, nil, nil)
    guard peer >= 0 else { throw ChildProcess.Mismatch(description: "nobody came: errno \(errno)") }
    defer { close(peer) }
    _ = bytes.withUnsafeBytes { send(peer, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }
}
