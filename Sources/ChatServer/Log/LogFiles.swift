import ChatCore
import ChatSystem
import Glibc

/// The logs of a data directory: one live, and finished ones that are named by the time they ended at.
public struct LogFiles: Hashable, Sendable {
  /// The directory that they lie in.
  public let directory: String

  /// The name of the log that is being written.
  public static let liveName = "server.log"

  /// The logs in `directory`.
  public init(directory: String) {
    self.directory = directory
  }

  /// The log that is being written, or that a crash left behind.
  public var livePath: String {
    "\(directory)/\(Self.liveName)"
  }

  /// `log_2014-03-04_21:32:30.log`, as the original has it; with a number when two end in one second.
  func finishedPath(for time: WallTime) -> String {
    free("\(directory)/log_\(LocalTime(time).original)")
  }

  /// The name for a log that comes after `log` in the same second.
  func path(after log: LogFileInfo) -> String {
    free("\(directory)/\(log.place.0)")
  }

  private func free(_ stem: String) -> String {
    var path = "\(stem).log"
    var number = 1
    while access(path, F_OK) == 0 {
      number += 1
      path = "\(stem).\(number).log"
    }
    return path
  }

  /// All that there are, in the order of time, the live one last; empty when there is no such directory.
  ///
  /// Names show local time, which goes back once a year, and copying changes the times of files: so the time of the first
  /// line decides.
  ///
  /// - Throws: `FileError`.
  public func all() throws(FileError) -> [LogFileInfo] {
    let names = try DirectoryEntries.names(of: directory) ?? []
    let logs = names.filter(Self.isLog).compactMap { LogFileInfo(name: $0, in: directory) }
    return logs.sorted { left, right in
      if left.isLive != right.isLive { return right.isLive }
      if left.start != right.start { return left.start < right.start }
      if left.end != right.end { return left.end < right.end }
      return left.place < right.place
    }
  }

  /// True when nothing was ever logged here.
  var areEmpty: Bool {
    (try? all())?.allSatisfy { $0.size == 0 } ?? false
  }

  private static func isLog(_ name: String) -> Bool {
    name == liveName || (name.hasPrefix("log_") && name.hasSuffix(".log"))
  }
}
