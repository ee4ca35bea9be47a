import ChatSystem
import Foundation

/// What proc(5) tells of a running process.
struct ProcessUsage {
  /// User and system time of all its threads, in seconds, to 10 ms.
  let processorSeconds: Double
  /// What it has in memory, in bytes (VmRSS).
  let resident: Int
  /// The most it ever had (VmHWM).
  let peak: Int
  /// The part of what it has in memory that is no file's: its own variables, and not the program's text (RssAnon).
  let anonymous: Int
  /// How many file descriptors it has open.
  let descriptors: Int

  /// Of process `pid`; nil when there is none.
  init?(of pid: pid_t) {
    guard let stat = Self.text("/proc/\(pid)/stat"), let status = Self.text("/proc/\(pid)/status") else { return nil }
    // The second field is the program's name in parentheses, and may hold blanks.
    let fields = stat.drop { $0 != ")" }.split(separator: " ")
    guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return nil }
    processorSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    resident = Self.kilobytes("VmRSS:", in: status) * 1_024
    peak = Self.kilobytes("VmHWM:", in: status) * 1_024
    anonymous = Self.kilobytes("RssAnon:", in: status) * 1_024
    descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count) ?? 0
  }

  /// The processor time of this very thread, in seconds.
  static var ofThisThread: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func kilobytes(_ key: String, in status: String) -> Int {
    let line = status.split(separator: "\n").first { $0.hasPrefix(key) }
    return line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) } ?? 0
  }

  private static func text(_ path: String) -> String? {
    guard let file = try? FileDescriptor(path, O_RDONLY), let bytes = try? file.read(upTo: 16_384) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
