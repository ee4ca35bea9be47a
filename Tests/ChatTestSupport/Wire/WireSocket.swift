import Glibc

/// The sockets of `WireClient`.
public enum WireSocket {
  /// A non-blocking socket connected to `port` of the loopback, from 127.0.0.`source`.
  public static func connected(port: Int, from source: UInt8 = 1) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw ChildProcess.Mismatch(description: "no socket: errno \(errno)") }
    let code = withAddress(0x7F00_0000 + UInt32(source), port: 0) { bind(descriptor, $0, $1) }
    guard
      code == 0, withAddress(0x7F00_0001, port: port, { Glibc.connect(descriptor, $0, $1) }) == 0
    else {
      defer { close(descriptor) }
      throw ChildProcess.Mismatch(description: "no connection to port \(port): errno \(errno)")
    }
    var yes: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    return descriptor
  }

  private static func withAddress(
    _ host: UInt32, port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(truncatingIfNeeded: port).bigEndian)
    address.sin_addr.s_addr = host.bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}

extension WireClient {
  /// Writes as much of the output as the socket takes.
  func flush() {
    while isOpen, outputStart < output.count {
      let count = output.withUnsafeBytes { write(UnsafeRawBufferPointer(rebasing: $0[outputStart...])) }
      guard count > 0 else {
        // A broken connection is noticed by reading, after what still came.
        return
      }
      outputStart += count
    }
    output.removeAll(keepingCapacity: true)
    outputStart = 0
  }

  /// Reads what there is, at most so much that others get their turn. The end of the connection cuts it.
  func receive(into buffer: UnsafeMutableRawBufferPointer) {
    for _ in 0..<(tls == nil ? 4 : 64) where isOpen && isReading {
      let count = tls?.receive(into: buffer) ?? recv(socket, buffer.baseAddress, buffer.count, 0)
      guard count > 0 else {
        if count == 0 || errno != EAGAIN && errno != EINTR {
          cut()
        }
        return
      }
      take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      // What TLS has decrypted already makes no socket readable: there it is read until there is nothing.
      guard count == buffer.count || tls != nil else { return }
    }
  }

  /// What poll(2) shall look for.
  var interest: Int16 {
    // While hands are shaken, what is to be written waits for what is to be read.
    let canWrite = outputStart < output.count && tls?.isShakingHands != true
    return (isReading ? Int16(POLLIN) : 0) | (canWrite ? Int16(POLLOUT) : 0)
  }

  private func write(_ bytes: UnsafeRawBufferPointer) -> Int {
    tls?.send(bytes) ?? Glibc.send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
  }
}
