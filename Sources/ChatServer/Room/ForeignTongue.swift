import ChatCore
import ChatNet
import ChatWire
import Glibc

/// The protocol of a stranger that does not speak this server's, told by its first bytes, and the last word it gets.
enum ForeignTongue {
  /// A TLS client (RFC 8446, 5.1), at a server without TLS.
  case tls
  /// A web client.
  case http
  /// A chatctl client without TLS, at a server with it.
  case chat
  /// Something else.
  case unknown

  /// The tongue that begins with these bytes.
  init(_ bytes: some Collection<UInt8>) {
    let start = Array(bytes.prefix(4))
    if start.starts(with: [0x16, 0x03]) {
      self = .tls
    } else if Self.methods.contains(where: { start.elementsEqual($0) }) {
      self = .http
    } else if start.starts(with: [0, 0]) {
      // A frame's length of four bytes; a hello's is below 4 KiB.
      self = .chat
    } else {
      self = .unknown
    }
  }

  /// The bytes that are sent before the connection is closed; nil for nothing.
  var answer: [UInt8]? {
    switch self {
    case .tls:
      // An alert: fatal, handshake_failure (RFC 8446, 6). Without it a client would wait for an answer to its hello.
      return [0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28]
    case .http:
      let text = "This is a chatctl server and no web server. Join it with: chatctl connect HOST PORT\n"
      return Array(
        ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: \(text.utf8.count)\r\n"
          + "Connection: close\r\n\r\n" + text).utf8)
    case .chat:
      return LastWord.frame(.other("This server speaks TLS, and your client does not. Please leave --plaintext out."))
    case .unknown:
      return nil
    }
  }

  /// The reason that the log gives.
  var reason: String {
    switch self {
    case .tls: "it speaks TLS, and this server runs with --plaintext"
    case .http: "it speaks HTTP"
    case .chat: "a chatctl client with --plaintext, and this server speaks TLS"
    case .unknown: "it speaks neither TLS nor anything else that is known here"
    }
  }

  /// How requests begin (RFC 9110, 9), and HTTP/2 (RFC 9113, 3.4).
  private static let methods = ["GET ", "HEAD", "POST", "PUT ", "DELE", "OPTI", "CONN", "TRAC", "PATC", "PRI "].map {
    Array($0.utf8)
  }
}

/// Tells a connection why it is refused in one small write, and waits for nothing.
enum LastWord {
  /// The hello that refuses for `refusal`.
  static func hello(_ refusal: Refusal) -> ServerHello {
    ServerHello(software: Version.software, keepAliveSeconds: 0, refusal: refusal)
  }

  /// That hello as a frame.
  static func frame(_ refusal: Refusal) -> [UInt8] {
    ServerFrame.hello(hello(refusal)).encoded()
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
