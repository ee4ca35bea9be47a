import CLinux
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

/// How many processors there are for us.
public enum ProcessorCount {
  /// The processors this process may run on: the affinity mask counts (taskset, containers), not the machine. At least 1.
  public static var usable: Int {
    max(1, Int(clinux_usable_processors()))
  }
}

/// The discipline of the machine's time of day.
public enum ClockDiscipline {
  /// True when a time server keeps it right, as far as the kernel knows (adjtimex(2)); nil when it can't tell.
  public static var isSynchronised: Bool? {
    let answer = clinux_clock_is_synchronised()
    return answer < 0 ? nil : answer != 0
  }
}

/// The clock that is never set back (CLOCK_MONOTONIC, clock_gettime(2)).
public enum MonotonicClock {
  /// Nanoseconds since some fixed moment of this machine's run. From any queue.
  public static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// How many file descriptors this process may have (RLIMIT_NOFILE, getrlimit(2)).
public enum DescriptorLimit {
  /// Raises what holds to the most that is allowed, and gives it. Once, at the start; nothing changes where it fails.
  @discardableResult
  public static func raise() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return current }
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return current
  }

  /// The limit that holds now: descriptors are below this number.
  public static var current: Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return .max }
    return Int(clamping: limit.rlim_cur)
  }
}

/// The memory that malloc keeps after it was freed.
public enum HeapMemory {
  /// Has all threads share two arenas (mallopt(3), M_ARENA_MAX). By itself glibc gives each of them one of its own, eight a
  /// processor: what one thread allocates and another one frees lies scattered over all of them, and two thirds of the
  /// memory that ten thousand connections took was holes. Before the first thread is started.
  public static func shareArenas() {
    mallopt(M_ARENA_MAX, 2)
  }

  /// Gives what is not used back to the system (malloc_trim(3)). Takes milliseconds, in which nobody can allocate. From any
  /// queue.
  public static func giveBack() {
    malloc_trim(0)
  }
}

/// The name of this machine.
public enum HostName {
  /// The name (gethostname(2)); nil when the system does not tell.
  public static var current: String? {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return nil }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The name where others may know it: not one that every machine has for itself.
  public static var forOthers: String? {
    guard let current, !current.isEmpty, current != "(none)", current.prefix(while: { $0 != "." }) != "localhost"
    else { return nil }
    return current
  }
}
