import CLinux
import ChatSystem
import Glibc

/// A connected socket of somebody who waits for its readiness by itself: bytes in and out, plain or in TLS, no queue.
///
/// For the load generator, which must cost less than what it measures. One thread at a time.
package final class DirectSocket {
  /// The outcome of a call.
  package enum Outcome {
    /// So many bytes; `more` tells whether the socket may have, or take, more of them at once.
    case moved(Int, more: Bool)
    /// Nothing now; the next readiness tells when.
    case wouldBlock
    /// Nothing yet, but there is more to do at once.
    case again
    /// The other side has ended its side in order.
    case ended
    /// Broken, with the reason in plain words.
    case failed(String)
  }

  /// For the epoll descriptor.
  package let descriptor: Int32
  private let transport: Transport
  private let record: UnsafeMutableRawBufferPointer
  private var isOpen = true

  /// Connects to `address`, waiting for the answer, and makes the socket non-blocking.
  ///
  /// TLS is yet to be agreed on: see ``handshake()``. No server is refused: what is measured is one's own.
  ///
  /// - Parameter source: which of this machine's addresses it comes from; nil for the one that the system takes.
  package init(
    connectingTo address: SocketAddress, from source: SocketAddress? = nil, security: ConnectionSecurity
  ) throws(NetError) {
    let kind = Int32(bitPattern: SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let name = address.description
    let descriptor = try SystemCall.check(.socket, name) { socket(address.systemFamily, kind, 0) }
    do throws(NetError) {
      if let source {
        try SystemCall.check(.bind, source.description) { source.withSystemAddress { bind(descriptor, $0, $1) } }
      }
      try SystemCall.check(.connect, name) { address.withSystemAddress { connect(descriptor, $0, $1) } }
      SocketOption.prepareConnection(descriptor, notSentLowWater: .max)
      transport = try TLSStream.make(security, descriptor).map { .tls($0) } ?? .plain
    } catch {
      _ = Glibc.close(descriptor)
      throw error
    }
    self.descriptor = descriptor
    switch transport {
    case .plain: record = .init(start: nil, count: 0)
    case .tls: record = .allocate(byteCount: TLSStream.recordSize, alignment: 16)
    }
  }

  /// Takes the next connection that waits at a socket which listens; nil when there is none.
  package init?(acceptedBy listener: Int32) {
    guard case .value(let descriptor) = SystemCall.run({ clinux_accept(listener, nil, nil) }) else { return nil }
    SocketOption.prepareConnection(descriptor, notSentLowWater: .max)
    (self.descriptor, transport, record) = (descriptor, .plain, .init(start: nil, count: 0))
  }

  deinit {
    close()
    record.deallocate()
  }

  /// True in TLS: there is a handshake to be done before bytes can be sent.
  package var isEncrypted: Bool {
    if case .tls = transport { true } else { false }
  }

  /// Goes on with agreeing on TLS; `moved` when it is agreed on.
  package func handshake() -> Outcome {
    guard case .tls(let stream) = transport else { return .moved(0, more: true) }
    return switch stream.handshake() {
    case .done: .moved(0, more: true)
    case .wouldBlock: .wouldBlock
    case .again: .again
    case .notTLS: .failed("it does not speak TLS")
    case .failed(let failure): .failed(Self.text(failure))
    }
  }

  /// Reads what is there.
  package func read(into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
    outcome(transport.read(descriptor, into: buffer))
  }

  /// Writes as much of `bytes`, and of `rest` behind them, as is taken.
  package func write(
    _ bytes: UnsafeRawBufferPointer, _ rest: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
  ) -> Outcome {
    withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { vectors in
      vectors[0] = iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
      vectors[1] = iovec(iov_base: UnsafeMutableRawPointer(mutating: rest.baseAddress), iov_len: rest.count)
      let used = rest.isEmpty ? vectors[..<1] : bytes.isEmpty ? vectors[1...] : vectors[...]
      return outcome(
        transport.write(
          descriptor, UnsafeMutableBufferPointer(rebasing: used), total: bytes.count + rest.count, record: record))
    }
  }

  /// True while encrypted bytes wait for the socket: call ``write(_:)`` again when it is ready, with nothing too.
  package var holdsUnsent: Bool { transport.holdsUnsent }

  /// Closes it; without a word about it in TLS, as a lost connection would.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    _ = Glibc.close(descriptor)
  }

  private func outcome(_ transfer: Transport.Transfer) -> Outcome {
    switch transfer {
    case .moved(let count, let more): .moved(count, more: more)
    case .wouldBlock: .wouldBlock
    case .again: .again
    case .ended: .ended
    case .failed(let failure): .failed(Self.text(failure))
    }
  }

  private static func text(_ failure: Transport.Failure) -> String {
    switch failure {
    case .system(let code): String(systemError: code)
    case .tls(let error): error.description
    }
  }
}
