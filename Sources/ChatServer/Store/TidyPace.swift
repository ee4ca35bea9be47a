import Dispatch

/// How much of what commits put off is done at a time, and how soon it goes on. Pure: it is told how busy the process is.
struct TidyPace: Equatable {
  /// On so many messages in one transaction; a commit waits for at most that.
  let limit: Int
  /// Before the next one.
  let pause: DispatchTimeInterval

  /// Nothing is committed at the moment.
  static let resting = TidyPace(limit: 256, pause: .nanoseconds(0))
  /// Commits follow each other: what comes in is done as fast as it comes.
  static let keepingUp = TidyPace(limit: 256, pause: .milliseconds(2))
  /// More comes in than could be kept up with. It is done when less does.
  static let yielding = TidyPace(limit: 32, pause: .milliseconds(100))

  /// Where the process takes less than this part of its processors, this work included, some is left.
  static let sparedShare = 0.6
  /// So many messages a second are kept up with though none is left: a server that sends to many always takes all of a
  /// processor, and puts more messages into each write when it gets less. One that never keeps up searches ever more slowly.
  static let affordableRate = 32_000

  /// The pace while the process takes `share` of its processors, and so many messages a second are committed.
  init(isDiskResting: Bool, share: Double, rate: Int) {
    if isDiskResting {
      self = .resting
    } else {
      self = share < Self.sparedShare || rate <= Self.affordableRate ? .keepingUp : .yielding
    }
  }

  private init(limit: Int, pause: DispatchTimeInterval) {
    self.limit = limit
    self.pause = pause
  }
}
