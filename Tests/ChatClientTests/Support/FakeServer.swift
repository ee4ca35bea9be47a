import ChatWire
import Glibc
import Testing

/// One blocking connection to a link under test, on a free port of the loopback.
final class FakeServer: @unchecked Sendable {  // The test's thread uses it.
  let port: UInt16
  private let listener: Int32
  private var connection: Int32 = -1
  private var reader = FrameReader(limit: FrameLimit.afterLogIn)
  private var frames: [ClientFrame] = []

  init() throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) + listen(listener, 1) + getsockname(listener, $0, &length)
      }
    }
    try #require(code == 0)
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit {
    close(listener)
    if connection >= 0 { close(connection) }
  }

  func accept() throws {
    connection = Glibc.accept(listener, nil, nil)
    try #require(connection >= 0)
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  func send(_ frame: ServerFrame) {
    send(frame.encoded())
  }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// The next frame of the client; nil when it closed or said nothing for 20 s.
  func receive() throws -> ClientFrame? {
    while frames.isEmpty {
      var bytes = [UInt8](repeating: 0, count: 65_536)
      let count = recv(connection, &bytes, bytes.count, 0)
      guard count > 0 else { return nil }
      try bytes[..<count].withUnsafeBytes { buffer in
        try reader.read(buffer) { (payload) throws(FrameError) in
          if let frame = try ClientFrame.decode(payload) { frames.append(frame) }
        }
      }
    }
    return frames.removeFirst()
  }

  func hangUp() {
    close(connection)
    connection = -1
  }
}
