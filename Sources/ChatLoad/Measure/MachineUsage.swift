import ChatSystem
import Glibc

/// What proc(5) tells of the machine.
enum MachineUsage {
  /// The processor time of all processes since the machine's start, and what it was denied by its host, in seconds.
  ///
  /// Interrupts are left out: they do the loopback's work, for whoever is there.
  static var busySeconds: Double? {
    guard let bytes = try? FileBytes.read("/proc/stat") else { return nil }
    return busySeconds(String(decoding: bytes, as: UTF8.self))
  }

  /// The same from the text of /proc/stat.
  static func busySeconds(_ stat: String) -> Double? {
    guard let line = stat.split(separator: "\n").first, line.hasPrefix("cpu ") else { return nil }
    // user, nice, system, idle, iowait, irq, softirq, steal.
    let fields = line.split(separator: " ").dropFirst().compactMap { Double($0) }
    guard fields.count >= 8 else { return nil }
    return (fields[0] + fields[1] + fields[2] + fields[7]) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }
}
