import ChatCore
import ChatSystem
import Dispatch
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

/// A time of day in this machine's time zone. From any queue.
public struct LocalTime {
  private let parts: tm
  private let microseconds: Int64

  /// `time` as it is shown here.
  public init(_ time: WallTime) {
    var seconds = time_t(time.microseconds / 1_000_000)
    var parts = tm()
    localtime_r(&seconds, &parts)
    self.parts = parts
    microseconds = time.microseconds % 1_000_000
  }

  /// `2014-03-04T21:32:30.125+01:00` (RFC 3339).
  public var iso8601: String {
    let offset = parts.tm_gmtoff / 60
    let zone = (offset < 0 ? "-" : "+") + Self.padded(abs(offset) / 60) + ":" + Self.padded(abs(offset) % 60)
    return "\(date)T\(clock).\(Self.padded(Int(microseconds / 1_000), to: 3))\(zone)"
  }

  /// `2014-03-04_21:32:30`, as the original names its files and shows its times.
  public var original: String {
    "\(date)_\(clock)"
  }

  /// `21:32:30`.
  public var clock: String {
    [parts.tm_hour, parts.tm_min, parts.tm_sec].map { Self.padded(Int($0)) }.joined(separator: ":")
  }

  /// `2014-03-04`.
  public var date: String {
    "\(parts.tm_year + 1900)-\(Self.padded(Int(parts.tm_mon) + 1))-\(Self.padded(Int(parts.tm_mday)))"
  }

  private static func padded(_ number: Int, to width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension DispatchQueue {
  /// A timer that runs `body` here every so many seconds, at first after as many or `delay`, until it is cancelled or let go.
  func timer(
    after delay: Double? = nil, every seconds: Double, leeway: DispatchTimeInterval = .milliseconds(100),
    _ body: @escaping @Sendable () -> Void
  ) -> any DispatchSourceTimer {
    let timer = DispatchSource.makeTimerSource(queue: self)
    timer.schedule(deadline: .now() + (delay ?? seconds), repeating: seconds, leeway: leeway)
    timer.setEventHandler(handler: body)
    timer.activate()
    return timer
  }
}
