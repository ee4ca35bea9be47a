import Dispatch
import Glibc

/// Turns signals into calls on a queue, so that nothing runs inside a signal handler.
public final class SignalWatcher: @unchecked Sendable {  // Nothing in it changes after init.
  private let sources: [any DispatchSourceSignal]

  /// Takes `signals` away from their default action for good and calls `handler` on `queue` for each that comes.
  public init(_ signals: [Int32], queue: DispatchQueue, handler: @escaping @Sendable (Int32) -> Void) {
    sources = signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { handler(number) }
      source.activate()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
  }

  /// Makes writing to a pipe or socket without a reader an error (EPIPE) instead of death. Once, at start-up.
  public static func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
  }
}
