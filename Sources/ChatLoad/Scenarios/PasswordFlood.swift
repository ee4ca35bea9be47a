import ChatCore
import ChatNet
import ChatSystem
import ChatWire
import Foundation

/// Guesses passwords over many connections from several addresses, on a thread of its own, until it is let go.
///
/// Each connection has one guess on its way, of one name after the other, and none of them is right.
final class PasswordFlood {
  /// What both threads see.
  private struct State {
    var isStopped = false
    var guesses = 0
    var failure: LoadError?
  }

  private let state = Locked(State())
  private let ended = DispatchSemaphore(value: 0)

  /// Begins to flood `target`.
  ///
  /// - Parameters:
  ///   - addresses: how many of the loopback's it comes from: 127.0.0.2, 127.0.0.3, …
  ///   - connections: how many of each.
  ///   - names: the accounts whose passwords are guessed.
  init(_ target: Target, addresses: Int, connections: Int, names: Range<Int>) {
    let (state, ended) = (state, ended)
    let thread = Thread {
      defer { ended.signal() }
      do throws(LoadError) {
        let guesser = try PasswordGuesser(target, names: names)
        try guesser.connect(addresses: addresses, connections: connections)
        while !state.withLock({ $0.isStopped }) {
          try guesser.turn()
          state.withLock { $0.guesses = guesser.guesses }
        }
      } catch {
        state.withLock { $0.failure = error }
      }
    }
    thread.start()
  }

  /// Waits until the server has refused `count` guesses.
  func awaitGuesses(_ count: Int, patience: Double) throws(LoadError) {
    let limit = MonotonicClock.now() + Int64(patience * 1e9)
    while true {
      let (guesses, failure) = state.withLock { ($0.guesses, $0.failure) }
      if let failure { throw failure }
      guard guesses < count else { return }
      guard MonotonicClock.now() < limit else { throw LoadError("the server does not answer wrong passwords") }
      usleep(2_000)
    }
  }

  /// Ends it, and tells how many guesses were refused.
  func stop() throws(LoadError) -> Int {
    let wasStopped = state.withLock { state in
      defer { state.isStopped = true }
      return state.isStopped
    }
    if !wasStopped { ended.wait() }
    let (guesses, failure) = state.withLock { ($0.guesses, $0.failure) }
    if let failure { throw failure }
    return guesses
  }

  deinit {
    _ = try? stop()
  }
}
