import ChatCore
import ChatSystem
import ChatWire
import Foundation
import Glibc

/// A server of broadcasts that makes the mistake it is told to make, on a thread of its own and a free port.
///
/// Slow and simple: poll(2) and the real encoder. It stops when it is let go.
final class FakeServer {
  /// What it does wrong with what it hands on. `every` n: to each n-th delivery of each receiver.
  enum Mischief: Sendable {
    case none
    case drop(every: Int)
    case double(every: Int)
    /// The delivery comes behind the next one.
    case swap(every: Int)
    case delay(seconds: Double)
    /// Stands still once, when so many messages have come.
    case standStill(seconds: Double, after: Int)
    case dropReceipts(every: Int)
    case doubleReceipts(every: Int)
    case refuseTokens
  }

  let port: UInt16
  private let isStopped: Locked<Bool>
  private let thread: Thread
  private let hasEnded: DispatchSemaphore

  /// Listens on the loopback; without a `port` on a free one.
  init(_ mischief: Mischief, port wanted: UInt16 = 0) throws {
    // Clients go while it writes to them.
    signal(SIGPIPE, SIG_IGN)
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = wanted.bigEndian
    // The connections of the server before may linger.
    var one: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 128) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    guard isBound else { throw FakeServerError(code: errno) }
    port = UInt16(bigEndian: address.sin_port)
    let stopped = Locked(false)
    let ended = DispatchSemaphore(value: 0)
    isStopped = stopped
    hasEnded = ended
    thread = Thread {
      FakeRoom(listener: listener, mischief: mischief).run { stopped.withLock { $0 } }
      ended.signal()
    }
    thread.start()
  }

  deinit {
    stop()
  }

  /// Closes everything, and returns when that is done.
  func stop() {
    let wasStopped = isStopped.withLock { isStopped in
      defer { isStopped = true }
      return isStopped
    }
    if !wasStopped { hasEnded.wait() }
  }
}

/// No port was to be had.
struct FakeServerError: Error {
  let code: Int32
}
