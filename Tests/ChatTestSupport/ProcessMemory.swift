import Glibc

/// What proc(5) tells of a process's memory.
public struct ProcessMemory: Sendable {
  /// What it has in memory now, in bytes (VmRSS).
  public let resident: Int
  /// The most it ever had, in bytes (VmHWM).
  public let peak: Int

  /// Reads /proc/`pid`/status; zeros when there is no such process.
  public init(of pid: pid_t) {
    var values: [Substring: Int] = [:]
    if let file = fopen("/proc/\(pid)/status", "re") {
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 256)
      while fgets(&line, Int32(line.count), file) != nil {
        let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        let fields = text.split { $0 == " " || $0 == "\t" || $0 == ":" || $0 == "\n" }
        if fields.count > 1, let kilobytes = Int(fields[1]) {
          values[fields[0]] = kilobytes * 1_024
        }
      }
    }
    resident = values["VmRSS"] ?? 0
    peak = values["VmHWM"] ?? 0
  }
}
