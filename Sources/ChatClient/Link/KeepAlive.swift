/// When a client must say that it is still there. Time is passed in, in nanoseconds of a clock that never goes back.
///
/// A ping goes out when nothing was sent for the time that the server asks for, and also when nothing came for as long:
/// its answer tells a quiet room from a dead connection.
struct KeepAlive {
  /// The longest time between two signs of life, in seconds, whatever the server asks for.
  static let longestInterval = 8.0
  /// A connection on which nothing came for so many seconds is lost.
  static let longestSilence = 18.0

  private var interval: Int64
  private var lastSent: Int64

  /// Nothing has been sent but the hello, at `now`.
  init(now: Int64) {
    interval = Self.nanoseconds(Self.longestInterval)
    lastSent = now
  }

  /// The server has said how often it wants to hear from us.
  mutating func use(serverSeconds seconds: Double) {
    interval = Self.nanoseconds(min(max(seconds, 0.1), Self.longestInterval))
  }

  /// Something was sent.
  mutating func sent(at now: Int64) {
    lastSent = now
  }

  /// Whether to send a ping now; `lastReceived` is when something came the last time.
  func isPingDue(at now: Int64, lastReceived: Int64) -> Bool {
    // Not more often than once an interval, however long nothing comes.
    now - lastSent >= interval || (now - lastReceived >= interval && now - lastSent >= interval / 2)
  }

  private static func nanoseconds(_ seconds: Double) -> Int64 {
    Int64(seconds * 1_000_000_000)
  }
}
