import ChatCore
import ChatSystem
import Glibc

/// The two clocks of this machine. From any queue.
public enum SystemClock {
  /// Now: CLOCK_MONOTONIC, which no `date` command sets back, and CLOCK_REALTIME.
  public static func now() -> Moment {
    var wall = timespec()
    clock_gettime(CLOCK_REALTIME, &wall)
    return Moment(
      uptime: Uptime(nanoseconds: MonotonicClock.now()),
      wall: WallTime(microseconds: Int64(wall.tv_sec) * 1_000_000 + Int64(wall.tv_nsec) / 1_000))
  }
}
