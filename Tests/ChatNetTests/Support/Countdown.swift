import ChatSystem

/// A number of things that several threads take until none is left.
final class Countdown: Sendable {
  private let left: Locked<Int>

  init(_ count: Int) {
    left = Locked(count)
  }

  /// Takes one. False when there is none.
  func take() -> Bool {
    left.withLock { left in
      guard left > 0 else { return false }
      left -= 1
      return true
    }
  }

  var isOver: Bool {
    left.withLock { $0 == 0 }
  }
}
