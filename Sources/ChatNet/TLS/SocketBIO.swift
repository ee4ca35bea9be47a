import COpenSSL

/// OpenSSL's way to a ``TLSStream``'s socket (BIO_meth_new(3)).
///
/// OpenSSL's own writes with write(2), which kills by SIGPIPE, and hands a full socket back as an error that would have
/// to be answered with the same bytes again.
enum SocketBIO {
  /// One for `stream`, which must outlive it. Nil when there is no memory.
  static func make(for stream: TLSStream) -> OpaquePointer? {
    guard let method, let bio = BIO_new(method) else { return nil }
    BIO_set_data(bio, Unmanaged.passUnretained(stream).toOpaque())
    BIO_set_init(bio, 1)
    return bio
  }

  nonisolated(unsafe) private static let method: OpaquePointer? = {  // Never changed once it is made.
    guard let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "chatctl socket") else { return nil }
    BIO_meth_set_read(method) { bio, bytes, count in
      guard let bio, let stream = SocketBIO.stream(of: bio) else { return -1 }
      copenssl_clear_retry(bio)
      switch stream.receive(into: UnsafeMutableRawBufferPointer(start: bytes, count: Int(count))) {
      case .bytes(let count): return Int32(truncatingIfNeeded: count)
      case .later:
        copenssl_set_retry_read(bio)
        return -1
      case .over: return 0
      }
    }
    BIO_meth_set_write(method) { bio, bytes, count in
      guard let bio, let stream = SocketBIO.stream(of: bio) else { return -1 }
      copenssl_clear_retry(bio)
      return stream.take(UnsafeRawBufferPointer(start: bytes, count: Int(count))) ? count : -1
    }
    BIO_meth_set_ctrl(method) { _, command, _, _ in
      command == BIO_CTRL_FLUSH ? 1 : 0
    }
    return method
  }()

  private static func stream(of bio: OpaquePointer) -> TLSStream? {
    BIO_get_data(bio).map { Unmanaged<TLSStream>.fromOpaque($0).takeUnretainedValue() }
  }
}
