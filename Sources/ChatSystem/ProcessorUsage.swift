import Glibc

/// How much of its processors this process takes, from one look to the next.
public struct ProcessorUsage: Sendable {
  private var time = MonotonicClock.now()
  private var taken = Self.processorTime()
  private let processors = Double(ProcessorCount.usable)

  /// Begins now.
  public init() {}

  /// The share of the processors that the process may use which it took since the last call, from 0 to 1.
  public mutating func shareSinceLastTime() -> Double {
    let (time, taken) = (MonotonicClock.now(), Self.processorTime())
    defer { (self.time, self.taken) = (time, taken) }
    guard time > self.time else { return 0 }
    return Double(taken - self.taken) / Double(time - self.time) / processors
  }

  /// User and system time of all threads, in nanoseconds (clock_gettime(2)).
  private static func processorTime() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
