import COpenSSL
import Glibc

/// TLS of a `WireClient`, over OpenSSL's own way to a socket: another one than the program's, so that each tests the
/// other. Any key is taken.
final class WireTLS {
  private let context: OpaquePointer
  private let ssl: OpaquePointer

  /// Begins TLS on `socket`, which is non-blocking; the handshake goes on with reading and writing.
  init(socket: Int32) throws {
    guard let context = SSL_CTX_new(TLS_client_method()), let ssl = SSL_new(context) else {
      throw ChildProcess.Mismatch(description: "no TLS")
    }
    self.context = context
    self.ssl = ssl
    // It writes with write(2).
    signal(SIGPIPE, SIG_IGN)
    copenssl_add_mode(context, Int(SSL_MODE_RELEASE_BUFFERS))
    SSL_ctrl(
      ssl, SSL_CTRL_MODE, Int(SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER), nil)
    guard SSL_set_fd(ssl, socket) == 1 else { throw ChildProcess.Mismatch(description: "no TLS on the socket") }
    SSL_set_connect_state(ssl)
  }

  deinit {
    SSL_free(ssl)
    SSL_CTX_free(context)
  }

  /// Whether the handshake waits for the socket to be read, so that writing has to wait for that, too.
  var isShakingHands: Bool {
    SSL_is_init_finished(ssl) == 0
  }

  /// As recv(2), errno included.
  func receive(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    result { SSL_read(ssl, buffer.baseAddress, Int32(buffer.count)) }
  }

  /// As send(2), errno included. What was refused must be offered again first.
  func send(_ bytes: UnsafeRawBufferPointer) -> Int {
    result { SSL_write(ssl, bytes.baseAddress, Int32(min(bytes.count, 16_384))) }
  }

  private func result(_ call: () -> Int32) -> Int {
    ERR_clear_error()
    errno = 0
    let count = call()
    guard count <= 0 else { return Int(count) }
    switch SSL_get_error(ssl, count) {
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: errno = EAGAIN
    case SSL_ERROR_ZERO_RETURN: return 0
    default: if errno == 0 || errno == EAGAIN { errno = EPROTO }
    }
    return -1
  }
}
