import Glibc

/// A moment on the steady clock until which a test waits.
public struct Deadline: Sendable {
  private let nanoseconds: Int64

  /// `seconds` from now.
  public init(seconds: Double) {
    nanoseconds = Self.now + Int64(seconds * 1e9)
  }

  /// Whether it has passed.
  public var isOver: Bool {
    Self.now >= nanoseconds
  }

  /// What is left, for poll(2): at least 0.
  public var milliseconds: Int32 {
    Int32(clamping: max(0, nanoseconds - Self.now) / 1_000_000)
  }

  private static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
