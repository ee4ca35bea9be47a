import ChatCore
import ChatSystem
import Glibc

// The machine's clocks and limits.
extension DoctorExamination {
  /// The readings of the clocks, beside the newest times that are written down.
  func clock(newestInStore: WallTime?) -> DoctorFacts.Clock {
    let first = MonotonicClock.now()
    let step = MonotonicClock.now() - first
    var status = stat()
    let program =
      stat("/proc/self/exe", &status) == 0
      ? WallTime(microseconds: Int64(status.st_mtim.tv_sec) * 1_000_000) : nil
    return DoctorFacts.Clock(
      now: SystemClock.now().wall, newestRecord: [newestInStore, newestInLogs()].compactMap { $0 }.max(),
      program: program, isSynchronised: ClockDiscipline.isSynchronised, steadyStep: step)
  }

  /// The time of the last line of the newest log.
  private func newestInLogs() -> WallTime? {
    guard let log = try? LogFiles(directory: data.logs).all().last,
      // The very last line may be torn.
      let start = try? LogFileReader.start(ofLast: 2, in: log.path)
    else { return nil }
    var newest: WallTime?
    _ = try? LogFileReader.forEachLine(of: log.path, from: start) { line in
      newest = [newest, line.time].compactMap { $0 }.max()
      return true
    }
    return newest
  }

  /// The limit of the process `server`; of this one when there is none, or when that one's can't be read.
  static func descriptors(of server: Int32?) -> DoctorFacts.Descriptors {
    if let server, let (soft, hard) = openFiles(of: "\(server)") {
      return DoctorFacts.Descriptors(soft: soft, hard: hard, server: server)
    }
    let (soft, hard) = openFiles(of: "self") ?? (.max, .max)
    return DoctorFacts.Descriptors(soft: soft, hard: hard, server: nil)
  }

  /// Reads the line `Max open files  1024  1048576  files` (proc(5), limits).
  private static func openFiles(of process: String) -> (soft: UInt64, hard: UInt64)? {
    let name = "Max open files"
    guard let bytes = try? FileBytes.read("/proc/\(process)/limits"),
      let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first(where: { $0.hasPrefix(name) })
    else { return nil }
    let fields = line.dropFirst(name.count).split(separator: " ")
    guard fields.count >= 2 else { return nil }
    return (UInt64(fields[0]) ?? .max, UInt64(fields[1]) ?? .max)
  }
}
