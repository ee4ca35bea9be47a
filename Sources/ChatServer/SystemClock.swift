import ChatCore
import Glibc

/// The two clocks of this machine. From any queue.
public enum SystemClock {
  /// Now: CLOCK_MONOTONIC, which no `date` command sets back, and CLOCK_REALTIME.
  public static func now() -> Moment {
    Moment(
      uptime: Uptime(nanoseconds: nanoseconds(of: CLOCK_MONOTONIC)),
      wall: WallTime(microseconds: nanoseconds(of: CLOCK_REALTIME) / 1_000))
  }

  private static func nanoseconds(of clock: clockid_t) -> Int64 {
    var reading = timespec()
    clock_gettime(clock, &reading)
    return Int64(reading.tv_sec) * 1_000_000_000 + Int64(reading.tv_nsec)
  }
}
