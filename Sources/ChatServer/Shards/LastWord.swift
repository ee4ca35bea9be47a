import ChatCore
import ChatNet
import ChatWire
import Glibc

/// Tells a connection why it is refused in one small write, and waits for nothing.
enum LastWord {
  /// The hello that refuses for `refusal`.
  static func frame(_ refusal: Refusal) -> [UInt8] {
    ServerFrame.hello(ServerHello(software: Version.software, keepAliveSeconds: 0, refusal: refusal)).encoded()
  }

  /// Fatal, internal_error (RFC 8446, 6.2): the client is told that the server, and not its own side, is the cause.
  private static let alert: [UInt8] = [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x50]

  /// Writes the refusal to a non-blocking socket and ends our side. The caller closes it.
  ///
  /// In TLS nothing can be said before keys are agreed on, which is what a flood must not cost: there it is an alert, and
  /// the reason stands in the log alone.
  static func send(_ refusal: Refusal, to descriptor: Int32, _ security: ConnectionSecurity) {
    let bytes = if case .plain = security { frame(refusal) } else { alert }
    _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    shutdown(descriptor, Int32(SHUT_WR))
    // A close with unread bytes sends a reset (RFC 1122, 4.2.2.13), which some systems let overtake what was written.
    withUnsafeTemporaryAllocation(byteCount: 512, alignment: 1) { buffer in
      _ = recv(descriptor, buffer.baseAddress, buffer.count, 0)
    }
  }
}
