import Dispatch
import Glibc

/// Turns signals into calls on a queue, so that nothing runs inside a signal handler.
public final class SignalWatcher: @unchecked Sendable {  // Nothing in it changes after init.
  private let sources: [any DispatchSourceSignal]

  /// Takes `signals` away from their default action for good and calls `handler` on `queue` for each that comes.
  ///
  /// Until this returns they have their default action; from then on none is lost. A signal that our parent has had
  /// ignored (nohup(1), a shell's background job) stays ignored.
  ///
  /// Do not set a signal to SIG_IGN for its source, as on other systems: libdispatch on Linux has a handler of its own,
  /// which that would remove.
  public init(_ signals: [Int32], queue: DispatchQueue, handler: @escaping @Sendable (Int32) -> Void) {
    // A queue of its own: `queue` may be one that does not run yet, and the registration is waited for here.
    let own = DispatchQueue(label: "chatctl.signals")
    let registered = DispatchSemaphore(value: 0)
    sources = signals.filter { !Self.isIgnored($0) }.map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: own)
      source.setRegistrationHandler { registered.signal() }
      source.setEventHandler { queue.async { handler(number) } }
      source.activate()
      return source
    }
    for _ in sources { registered.wait() }
  }

  deinit {
    for source in sources { source.cancel() }
  }

  /// Makes writing to a pipe or socket without a reader an error (EPIPE) instead of death. Once, at start-up.
  public static func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
