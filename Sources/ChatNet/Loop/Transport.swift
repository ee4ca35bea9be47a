import ChatSystem
import Glibc

/// How a connection's bytes get through its socket: as they are, or wrapped up. Every read and write passes here.
enum Transport {
  /// The bytes as they are.
  case plain

  /// What a read or a write came to.
  enum Transfer {
    /// So many bytes; `more` tells whether the socket may have, or take, more of them at once.
    case moved(Int, more: Bool)
    /// Nothing now; the socket's next readiness tells when.
    case wouldBlock
    /// The peer has ended its side in order; reads only.
    case ended
    /// Broken, with this errno.
    case failed(Int32)
  }

  /// Reads what is there into `buffer`, in one system call (recv(2)).
  func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
    switch self {
    case .plain:
      switch SystemCall.run({ recv(descriptor, buffer.baseAddress, buffer.count, 0) }) {
      case .value(0): return .ended
      // A short read says that the socket is empty (epoll(7), questions and answers).
      case .value(let count): return .moved(count, more: count == buffer.count)
      case .failure(EAGAIN): return .wouldBlock
      case .failure(let code): return .failed(code)
      }
    }
  }

  /// Writes `vectors`, `total` bytes in all, in one system call (send(2), sendmsg(2)), as far as the socket takes them.
  func write(_ descriptor: Int32, _ vectors: UnsafeMutableBufferPointer<iovec>, total: Int) -> Transfer {
    switch self {
    case .plain:
      switch SystemCall.run({ Self.send(descriptor, vectors) }) {
      case .value(let count): return .moved(count, more: count == total)
      case .failure(EAGAIN): return .wouldBlock
      case .failure(let code): return .failed(code)
      }
    }
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
