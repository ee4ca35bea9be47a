import Dispatch

/// How much of what commits put off is done at a time, and how soon it goes on: with what the others leave of the
/// processors. Pure: it is told how busy the process is.
struct TidyPace: Equatable {
  /// On so many messages in one transaction; a commit waits for at most that.
  let limit: Int
  /// Before the next one.
  let pause: DispatchTimeInterval

  /// Nothing is committed at the moment.
  static let resting = TidyPace(limit: 256, pause: .nanoseconds(0))
  /// Commits follow each other, and there is processor time left: what comes in is done as fast as it comes.
  static let keepingUp = TidyPace(limit: 64, pause: .milliseconds(3))
  /// There is none to spare. What is left is done when there is.
  static let yielding = TidyPace(limit: 32, pause: .milliseconds(100))

  /// Where the process takes less than this part of its processors, this work included, some is left.
  static let sparedShare = 0.6

  /// The pace while the process takes `share` of its processors.
  init(isDiskResting: Bool, share: Double) {
    self = isDiskResting ? .resting : share < Self.sparedShare ? .keepingUp : .yielding
  }

  private init(limit: Int, pause: DispatchTimeInterval) {
    self.limit = limit
    self.pause = pause
  }
}
