import ChatSystem
import Foundation

/// The resources that were used in a time.
struct Usage: Codable, Equatable {
  var seconds: Double
  /// The part of a core that this generator took, 0 to 1.
  var generator: Double
  var serverSeconds: Double?
  /// The server's memory at the end, and the most it ever had; in bytes.
  var resident: Int?
  var peak: Int?
  /// The part of a core that neither of the two took, but others on this machine: nil where that can't be told.
  var others: Double?

  /// The parts of a core in percent, and the memory in megabytes.
  var generatorPercent: Double { generator * 100 }
  var serverPercent: Double? { serverSeconds.map { $0 / seconds * 100 } }
  var othersPercent: Double? { others.map { $0 * 100 } }
  var megabytes: Double? { resident.map { Double($0) / 1e6 } }
  var peakMegabytes: Double? { peak.map { Double($0) / 1e6 } }
}

/// A look at what a server and this generator use, to be compared with a later one.
struct Gauge {
  private let process: Int32?
  private let before: ProcessUsage?
  private let ownBefore = Self.ownProcessorSeconds
  private let machineBefore = Self.machineSeconds()
  private let began = MonotonicClock.now()

  /// Looks for the first time; without a `process` only at this thread.
  init(_ process: Int32?) {
    self.process = process
    before = process.flatMap(ProcessUsage.init(of:))
  }

  /// Looks again, and gives what was used since.
  func reading() -> Usage {
    let seconds = Double(MonotonicClock.now() - began) / 1e9
    var usage = Usage(seconds: seconds, generator: (Self.ownProcessorSeconds - ownBefore) / seconds)
    guard let before, let after = process.flatMap(ProcessUsage.init(of:)) else { return usage }
    let serverSeconds = after.processorSeconds - before.processorSeconds
    (usage.serverSeconds, usage.resident, usage.peak) = (serverSeconds, after.resident, after.peak)
    if let machineBefore, let machine = Self.machineSeconds() {
      usage.others = max(0, machine - machineBefore - serverSeconds - usage.generator * seconds) / seconds
    }
    return usage
  }

  /// The processor time of this very thread.
  private static var ownProcessorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The processor time of all processes since the machine's start, and what it was denied by its host, in seconds.
  ///
  /// Interrupts are left out: they do the loopback's work, for whoever is there.
  static func machineSeconds(_ stat: String? = ProcessUsage.text("/proc/stat")) -> Double? {
    guard let line = stat?.split(separator: "\n").first, line.hasPrefix("cpu ") else { return nil }
    // user, nice, system, idle, iowait, irq, softirq, steal.
    let fields = line.split(separator: " ").dropFirst().compactMap { Double($0) }
    guard fields.count >= 8 else { return nil }
    return (fields[0] + fields[1] + fields[2] + fields[7]) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }
}

/// The resources of a running process, as proc(5) tells them.
struct ProcessUsage {
  /// User and system time of all its threads, to 10 ms.
  let processorSeconds: Double
  /// Bytes: its part of the memory (VmRSS), the most it ever had (VmHWM), and what of it is no file's: its own variables, and
  /// not the program's text (RssAnon).
  let (resident, peak, anonymous): (Int, Int, Int)
  let descriptors: Int

  /// Nil when there is no process `pid`.
  init?(of pid: Int32) {
    guard let stat = Self.text("/proc/\(pid)/stat"), let status = Self.text("/proc/\(pid)/status") else { return nil }
    // The second field is the program's name in parentheses, and may hold blanks.
    let fields = stat.drop { $0 != ")" }.split(separator: " ")
    guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return nil }
    processorSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    func bytes(_ key: String) -> Int {
      let line = status.split(separator: "\n").first { $0.hasPrefix(key) }
      return 1_024 * (line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) } ?? 0)
    }
    (resident, peak, anonymous) = (bytes("VmRSS:"), bytes("VmHWM:"), bytes("RssAnon:"))
    descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count) ?? 0
  }

  fileprivate static func text(_ path: String) -> String? {
    (try? FileBytes.read(path)).map { String(decoding: $0, as: UTF8.self) }
  }
}
