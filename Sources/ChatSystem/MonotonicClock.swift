import Glibc

/// The clock that is never set back (CLOCK_MONOTONIC, clock_gettime(2)).
public enum MonotonicClock {
  /// Nanoseconds since some fixed moment of this machine's run. From any queue.
  public static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
