/// When a client must say that it is still there, and when the server no longer is. Time is passed in, in nanoseconds of a
/// clock that never goes back.
///
/// A ping goes out when nothing was sent for the time that the server asks for, and also when nothing came for as long:
/// its answer tells a quiet room from a dead connection.
struct KeepAlive {
  /// The longest time between two signs of life, in seconds, whatever the server asks for.
  static let longestInterval = 8.0
  /// Before its hello a server may be silent for so many seconds.
  static let silenceBeforeHello = 18.0
  /// After it, for so many times the `keep_alive_seconds` that the hello names. A server that reads us more slowly leaves
  /// our pings unanswered, and sends a pong once in that time; with the usual 10 seconds a loss is noticed within 20.
  static let silenceFactor = 1.8
  /// But not for fewer seconds than this, since pings go out once a second at most.
  static let shortestSilence = 4.0

  private var interval: Int64
  private var silence: Int64
  private var lastSent: Int64

  /// Nothing has been sent but the hello, at `now`.
  init(now: Int64) {
    interval = Self.nanoseconds(Self.longestInterval)
    silence = Self.nanoseconds(Self.silenceBeforeHello)
    lastSent = now
  }

  /// The server has said how often it wants to hear from us; `seconds` is at most a year.
  mutating func use(serverSeconds seconds: Double) {
    interval = Self.nanoseconds(min(max(seconds, 0.1), Self.longestInterval))
    silence = Self.nanoseconds(max(seconds * Self.silenceFactor, Self.shortestSilence))
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

  /// Whether the connection counts as lost; `lastReceived` is when something came the last time.
  func isLost(at now: Int64, lastReceived: Int64) -> Bool {
    now - lastReceived >= silence
  }

  private static func nanoseconds(_ seconds: Double) -> Int64 {
    Int64(seconds * 1_000_000_000)
  }
}
