import Glibc

// What no honest client does.
extension WireClient {
  /// Sends `bytes` as if they were frames, or the beginning of one.
  public func send(raw bytes: [UInt8]) {
    guard isOpen else { return }
    output += bytes
    flush()
  }

  /// Puts `bytes` on the socket past TLS: what claims to be a record, or a part of one.
  public func send(beneathTLS bytes: [UInt8]) {
    guard isOpen else { return }
    _ = Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// Drops the connection with a reset.
  public func reset() {
    guard isOpen else { return }
    var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    cut()
  }

  /// Reads nothing from now on, and has the kernel keep as little as it can of what comes.
  public func readNothing() {
    isReading = false
    var bytes: Int32 = 4_096
    setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
  }

  /// How many bytes wait because the socket takes no more.
  public var unsentBytes: Int { output.count - outputStart }
}
