import CLinux
import ChatSystem
import Dispatch
import Glibc

/// Accepts connections and hands their sockets on.
public final class Listener: @unchecked Sendable {  // `queue` protects what changes (asserted).
  /// The address it listens on, with the real port; `0.0.0.0` when it listens on all addresses, IPv6 too.
  public let address: SocketAddress

  private enum State {
    case ready
    case listening
    /// The system is out of something; accepting goes on shortly.
    case pausing
    case stopped
  }

  private let descriptor: Int32
  private let queue: DispatchQueue
  private let source: any DispatchSourceRead
  private let onAccept: @Sendable (Int32, SocketAddress) -> Void
  private let onTrouble: @Sendable (NetError) -> Void
  private let onTurnAway: @Sendable (Int32, SocketAddress) -> Void
  private var state = State.ready
  /// Given up for a moment when descriptors run out, so that who waits can be sent away instead of waiting in vain.
  private var spare: Int32
  /// True when the trouble that lasts has been told.
  private var isTroubled = false

  /// Connections accepted before other work of the queue gets its time.
  private static let acceptsPerTurn = 64
  private static let pause = DispatchTimeInterval.milliseconds(100)

  /// Listens on `host` (nil: all addresses, IPv6 and IPv4) at `port` (0: a free one); accepts from ``start()`` on.
  ///
  /// - Parameters:
  ///   - queue: a serial queue; both closures are called on it.
  ///   - onAccept: takes over a connected, non-blocking socket and its peer's address.
  ///   - onTurnAway: may write a last word to a connected, non-blocking socket for which there is no descriptor; it is
  ///     closed right after.
  ///   - onTrouble: told once when accepting fails because the system is out of descriptors or memory (EMFILE, ENFILE,
  ///     ENOBUFS, ENOMEM), and again only after it worked meanwhile.
  /// - Throws: `bind` with EADDRINUSE: the port is taken; with EACCES: it is not for us; with EADDRNOTAVAIL: the address
  ///   is not this machine's.
  public init(
    host: SocketAddress?, port: UInt16, queue: DispatchQueue,
    onAccept: @escaping @Sendable (Int32, SocketAddress) -> Void,
    onTurnAway: @escaping @Sendable (Int32, SocketAddress) -> Void = { _, _ in },
    onTrouble: @escaping @Sendable (NetError) -> Void
  ) throws(NetError) {
    (descriptor, address) = try ListeningSocket.open(host: host, port: port)
    self.queue = queue
    self.onAccept = onAccept
    self.onTurnAway = onTurnAway
    self.onTrouble = onTrouble
    spare = Self.openSpare()
    source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
  }

  deinit {
    // A source must have been activated before it is let go.
    if case .ready = state {
      source.setCancelHandler { [descriptor] in _ = close(descriptor) }
      source.activate()
      source.cancel()
    }
    if spare >= 0 { _ = close(spare) }
  }

  /// Begins to accept. From any queue, once. It keeps itself alive until ``stop(then:)``.
  public func start() {
    queue.async { [self] in
      guard case .ready = state else { return }
      state = .listening
      source.setEventHandler { self.acceptWaiting() }
      source.activate()
    }
  }

  /// Ends listening, then calls `done` on the queue: from then on the port is free. From any queue, once.
  ///
  /// Connections that were accepted are not touched; those still in the backlog are reset by the kernel.
  public func stop(then done: @escaping @Sendable () -> Void = {}) {
    queue.async { [self] in
      source.setCancelHandler { [self] in
        _ = close(descriptor)
        source.setEventHandler(handler: nil)
        done()
      }
      switch state {
      case .ready: source.activate()
      case .pausing: source.resume()  // A suspended source never gets to its cancel handler.
      case .listening: break
      case .stopped: return done()
      }
      state = .stopped
      source.cancel()
    }
  }

  private func acceptWaiting() {
    dispatchPrecondition(condition: .onQueue(queue))
    guard case .listening = state else { return }
    for _ in 0..<Self.acceptsPerTurn {
      let (outcome, address) = acceptOne()
      switch outcome {
      case .value(let connection):
        isTroubled = false
        // A Unix-domain or unknown family cannot come here; a peer that is gone already may leave no address.
        guard let address else {
          _ = close(connection)
          continue
        }
        onAccept(connection, address)
      case .failure(EAGAIN):
        return
      case .failure(EMFILE):
        report(EMFILE)
        guard sendOneAway() else { return pause() }
      case .failure(let code) where [ENFILE, ENOBUFS, ENOMEM].contains(code):
        report(code)
        return pause()
      case .failure:
        continue  // An error of that one connection (accept(2), error handling): the next one may be well.
      }
    }
  }

  private func acceptOne() -> (SystemCall.Outcome<Int32>, SocketAddress?) {
    var address: SocketAddress?
    let outcome = SystemCall.run {
      let accepted = SocketAddress.filled { clinux_accept(descriptor, $0, $1) }
      address = accepted.address
      return accepted.result
    }
    return (outcome, address)
  }

  /// Accepts a connection with the spare descriptor and closes it. False when another thread was quicker.
  private func sendOneAway() -> Bool {
    guard spare >= 0 else {
      spare = Self.openSpare()
      return false
    }
    _ = close(spare)
    let (outcome, address) = acceptOne()
    if case .value(let connection) = outcome {
      if let address { onTurnAway(connection, address) }
      _ = close(connection)
    }
    spare = Self.openSpare()
    if case .failure(let code) = outcome { return code == EAGAIN }
    return true
  }

  private func pause() {
    state = .pausing
    source.suspend()
    queue.asyncAfter(deadline: .now() + Self.pause) { [self] in
      guard case .pausing = state else { return }
      state = .listening
      source.resume()
    }
  }

  private func report(_ code: Int32) {
    guard !isTroubled else { return }
    isTroubled = true
    onTrouble(NetError(.accept, code: code, context: address.description))
  }

  private static func openSpare() -> Int32 {
    open("/dev/null", O_RDONLY | O_CLOEXEC)
  }
}
