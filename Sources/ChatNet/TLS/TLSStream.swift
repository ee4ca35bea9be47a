import COpenSSL
import ChatSystem
import Glibc

/// One connection's TLS over its non-blocking socket.
///
/// What OpenSSL writes is taken at once, always: as far as the socket does not take it, it waits here. So a record is
/// encrypted once and never offered again, whatever else has come to the head of the queue meanwhile, and a read never
/// fails because an answer of the protocol could not be written. What waits is bounded: nothing is encrypted while
/// something waits, and a peer that has us answer without taking the answers is given up.
///
/// Belongs to the loop's queue, as its connection does.
final class TLSStream {
  private let ssl: OpaquePointer
  private let descriptor: Int32
  /// Set by who connects: told nil when TLS is agreed on, whereupon it lets bytes through; told why when the connection
  /// ends before they are let through.
  var onAgreement: ((NetError?) -> Void)?

  /// Encrypted bytes that the socket did not take yet.
  private var unsent: [UInt8] = []
  private var unsentStart = 0
  /// The errno that broke the socket, once it is broken.
  private var failure: Int32 = 0
  /// True when the socket was empty when it was read last.
  private var isInputEmpty = false
  private var isInputOver = false
  private var receivesLeft = 0
  /// True once the peer's first byte was seen to be that of TLS.
  private var isTLS: Bool
  /// True while records are exchanged: the handshake is over, and nothing has gone wrong since.
  private var isOpen = false

  /// System calls of one read: records that bring nothing for us can't hold up the others.
  private static let receivesPerRead = 8
  /// Encrypted bytes that may wait on top of one record.
  private static let unsentLimit = 65_536
  /// The data in one record (RFC 8446, 5.1).
  static let recordSize = 16_384

  /// The outcome of a read by OpenSSL.
  enum Receipt {
    case bytes(Int)
    case later
    case over
  }

  /// The outcome of a step of the handshake.
  enum Step {
    case done
    /// The peer's next bytes are waited for.
    case wouldBlock
    /// There is more to read at once; others first.
    case again
    /// The peer speaks something else; nothing of it is read yet.
    case notTLS
    case failed(Transport.Failure)
  }

  /// TLS at its beginning over `descriptor`. Nil for a plain connection.
  static func make(_ security: ConnectionSecurity, _ descriptor: Int32) throws(NetError) -> TLSStream? {
    switch security {
    case .plain: return nil
    case .tlsServer(let context): return try TLSStream(context, descriptor, serverName: nil)
    case .tlsClient(let context, let serverName): return try TLSStream(context, descriptor, serverName: serverName)
    }
  }

  private init(_ context: TLSContext, _ descriptor: Int32, serverName: String?) throws(NetError) {
    ERR_clear_error()
    guard let ssl = SSL_new(context.raw) else { throw NetError(TLSError.latest()) }
    self.ssl = ssl
    self.descriptor = descriptor
    isTLS = serverName != nil
    guard let bio = SocketBIO.make(for: self) else { throw NetError(TLSError.latest()) }
    SSL_set_bio(ssl, bio, bio)
    if let serverName {
      SSL_set_connect_state(ssl)
      guard PeerName(serverName).announce(to: ssl) else { throw NetError(TLSError.latest()) }
    } else {
      SSL_set_accept_state(ssl)
    }
  }

  deinit {
    SSL_free(ssl)
  }

  /// True while encrypted bytes wait for the socket.
  var holdsUnsent: Bool { !unsent.isEmpty }

  /// Goes on with the handshake as far as the bytes that have come allow.
  func handshake() -> Step {
    if !isTLS, let step = lookAtFirstByte() { return step }
    switch run({ SSL_do_handshake(ssl) }) {
    case .moved:
      isOpen = true
      return .done
    case .wouldBlock: return .wouldBlock
    case .again: return .again
    case .ended: return .failed(.system(ECONNRESET))
    case .failed(let failure): return .failed(failure)
    }
  }

  /// The identity that the server has shown; nil before the end of the handshake.
  func peerIdentity(serverName: String) -> PeerIdentity? {
    guard let certificate = SSL_get1_peer_certificate(ssl) else { return nil }
    defer { X509_free(certificate) }
    let code = SSL_get_verify_result(ssl)
    let chain: PeerIdentity.Chain =
      code == Int(X509_V_OK)
      ? .verified : .unverified(code: code, reason: String(cString: X509_verify_cert_error_string(code)))
    return PeerIdentity(
      fingerprint: KeyFingerprint(of: certificate), chain: chain,
      matchesName: PeerName(serverName).matches(certificate),
      expires: X509Time.seconds(X509_get0_notAfter(certificate)),
      protocolVersion: String(cString: SSL_get_version(ssl)),
      cipher: SSL_CIPHER_get_name(SSL_get_current_cipher(ssl)).map { String(cString: $0) } ?? "")
  }

  /// Reads what is there, at most one record's worth.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Transport.Transfer {
    run { SSL_read(ssl, buffer.baseAddress, Int32(clamping: buffer.count)) }
  }

  /// Writes `vectors`, in records as full as can be; small ones are put together in `record`.
  func write(
    _ vectors: UnsafeMutableBufferPointer<iovec>, total: Int, record: UnsafeMutableRawBufferPointer
  ) -> Transport.Transfer {
    guard failure == 0 else { return .failed(.system(failure)) }
    if holdsUnsent {
      let before = unsent.count - unsentStart
      flush()
      guard failure == 0 else { return .failed(.system(failure)) }
      guard !holdsUnsent else {
        return unsent.count - unsentStart < before ? .moved(0, more: false) : .wouldBlock
      }
    }
    var cutter = RecordCutter(vectors, record: record)
    var moved = 0
    while !holdsUnsent, let piece = cutter.next() {
      switch run({ SSL_write(ssl, piece.baseAddress, Int32(piece.count)) }) {
      case .moved(let count, _): moved += count
      case .failed(let failure): return .failed(failure)
      case .wouldBlock, .again, .ended: return .failed(.system(EPIPE))
      }
    }
    return .moved(moved, more: !holdsUnsent)
  }

  /// Tells the peer that nothing more comes (close_notify, RFC 8446, 6.1). What is left of it waits as all else does.
  func sendEnd() {
    guard isOpen else { return }
    isOpen = false
    ERR_clear_error()
    _ = SSL_shutdown(ssl)
    ERR_clear_error()
  }

  // MARK: - Towards OpenSSL

  /// Fills `buffer` from the socket.
  func receive(into buffer: UnsafeMutableRawBufferPointer) -> Receipt {
    guard receivesLeft > 0 else { return .later }
    receivesLeft -= 1
    switch SystemCall.run({ recv(descriptor, buffer.baseAddress, buffer.count, 0) }) {
    case .value(0):
      isInputOver = true
      return .over
    case .value(let count):
      isInputEmpty = count < buffer.count
      return .bytes(count)
    case .failure(EAGAIN):
      isInputEmpty = true
      return .later
    case .failure(let code):
      failure = code
      return .over
    }
  }

  /// Takes encrypted bytes. False when the socket is broken, or the peer takes nothing.
  func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard failure == 0 else { return false }
    var rest = bytes
    if !holdsUnsent {
      let count = send(bytes)
      guard count >= 0 else { return false }
      rest = UnsafeRawBufferPointer(rebasing: bytes[count...])
    }
    guard unsent.count - unsentStart + rest.count <= Self.recordSize + Self.unsentLimit else {
      failure = ENOBUFS
      return false
    }
    unsent.append(contentsOf: rest)
    return true
  }

  private func flush() {
    let count = unsent.withUnsafeBytes { send(UnsafeRawBufferPointer(rebasing: $0[unsentStart...])) }
    unsentStart += max(count, 0)
    if unsentStart == unsent.count {
      unsent = []
      unsentStart = 0
    }
  }

  /// The number of bytes that the socket took; -1 when it is broken.
  private func send(_ bytes: UnsafeRawBufferPointer) -> Int {
    switch SystemCall.run({ Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) }) {
    case .value(let count): return count
    case .failure(EAGAIN): return 0
    case .failure(let code):
      failure = code
      return -1
    }
  }

  // MARK: - OpenSSL's answers

  /// Runs one call of OpenSSL and says what it came to (SSL_get_error(3)).
  private func run(_ call: () -> Int32) -> Transport.Transfer {
    receivesLeft = Self.receivesPerRead
    // Only an empty socket seen in this call tells that the next readiness is to be waited for.
    isInputEmpty = false
    ERR_clear_error()
    let count = call()
    if count > 0 { return .moved(Int(count), more: !isInputEmpty || SSL_has_pending(ssl) == 1) }
    switch SSL_get_error(ssl, count) {
    case SSL_ERROR_ZERO_RETURN: return .ended
    case SSL_ERROR_WANT_READ: return isInputEmpty ? .wouldBlock : .again
    default:
      isOpen = false
      if failure != 0 { return .failed(.system(failure)) }
      // An end without close_notify may have been forged; it is no end in order (RFC 8446, 6.1).
      if isInputOver { return .failed(.system(ECONNRESET)) }
      return .failed(.tls(TLSError.latest()))
    }
  }

  /// Looks whether the first byte is that of a TLS record with a handshake in it (RFC 8446, 5.1). Nil to go on.
  private func lookAtFirstByte() -> Step? {
    var first: UInt8 = 0
    switch SystemCall.run({ recv(descriptor, &first, 1, Int32(MSG_PEEK)) }) {
    case .value(0): return .failed(.system(ECONNRESET))
    case .value:
      guard first == Self.handshakeRecord else { return .notTLS }
      isTLS = true
      return nil
    case .failure(EAGAIN): return .wouldBlock
    case .failure(let code): return .failed(.system(code))
    }
  }

  private static let handshakeRecord: UInt8 = 0x16
}
