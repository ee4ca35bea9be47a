import ChatSystem
import Glibc

/// How a connection's bytes get through its socket: as they are, or wrapped up. Every read and write passes here.
enum Transport {
  /// The bytes as they are.
  case plain
  /// In TLS records.
  case tls(TLSStream)

  /// The reason for which a connection broke.
  enum Failure {
    /// The system, with this errno.
    case system(Int32)
    /// TLS: the peer broke its rules, or we could not agree.
    case tls(TLSError)
  }

  /// The outcome of a read or a write.
  enum Transfer {
    /// So many bytes; `more` tells whether the socket may have, or take, more of them at once.
    case moved(Int, more: Bool)
    /// Nothing now; the socket's next readiness tells when.
    case wouldBlock
    /// Nothing yet, though there was something to read: it was not for us. Reads only.
    case again
    /// The peer has ended its side in order; reads only.
    case ended
    /// Broken.
    case failed(Failure)
  }

  /// True while bytes that count as written still wait for the socket.
  var holdsUnsent: Bool {
    switch self {
    case .plain: false
    case .tls(let stream): stream.holdsUnsent
    }
  }

  /// Reads what is there into `buffer`, in one system call (recv(2)) unless records are cut small.
  func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
    switch self {
    case .plain:
      switch SystemCall.run({ recv(descriptor, buffer.baseAddress, buffer.count, 0) }) {
      case .value(0): return .ended
      // A short read says that the socket is empty (epoll(7), questions and answers).
      case .value(let count): return .moved(count, more: count == buffer.count)
      case .failure(EAGAIN): return .wouldBlock
      case .failure(let code): return .failed(.system(code))
      }
    case .tls(let stream):
      return stream.read(into: buffer)
    }
  }

  /// Writes `vectors`, `total` bytes in all, as far as the socket takes them: in one system call (send(2), sendmsg(2)),
  /// or one a TLS record, for which `record` is the place to put small vectors together.
  func write(
    _ descriptor: Int32, _ vectors: UnsafeMutableBufferPointer<iovec>, total: Int,
    record: UnsafeMutableRawBufferPointer
  ) -> Transfer {
    switch self {
    case .plain:
      switch SystemCall.run({ Self.send(descriptor, vectors) }) {
      case .value(let count): return .moved(count, more: count == total)
      case .failure(EAGAIN): return .wouldBlock
      case .failure(let code): return .failed(.system(code))
      }
    case .tls(let stream):
      return stream.write(vectors, total: total, record: record)
    }
  }

  /// Tells the peer that nothing more comes, where the wrapping has a word for it.
  func sendEnd() {
    if case .tls(let stream) = self { stream.sendEnd() }
  }

  private static func send(_ descriptor: Int32, _ vectors: UnsafeMutableBufferPointer<iovec>) -> Int {
    let flags = Int32(MSG_NOSIGNAL)
    if vectors.count == 1 {
      return Glibc.send(descriptor, vectors[0].iov_base, vectors[0].iov_len, flags)
    }
    var message = msghdr()
    message.msg_iov = vectors.baseAddress
    message.msg_iovlen = vectors.count
    return sendmsg(descriptor, &message, flags)
  }
}
