import Glibc

extension SystemCall {
  /// Writes all of `bytes` to an open descriptor, waiting for room if need be.
  ///
  /// - Returns: nil when it could; else the errno, EPIPE when the other side is gone.
  public static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      switch run({ rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } }) {
      case .value(let count):
        rest = rest.dropFirst(count)
      case .failure(EAGAIN):
        // Somebody else with the same terminal may have made it non-blocking.
        var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&room, 1, -1)
      case .failure(let code):
        return code
      }
    }
    return nil
  }
}
