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
    FileTree.freeName("\(directory)/log_\(LocalTime(time).original)", ".log")
  }

  /// The name for a log that comes after `log` in the same second.
  func path(after log: LogFileInfo) -> String {
    FileTree.freeName("\(directory)/\(log.sequence.0)", ".log")
  }

  /// All that there are, in the order of time, the live one last; empty when there is no such directory.
  ///
  /// Names show local time, which goes back once a year, and copying changes the times of files: so the time of the first
  /// line decides.
  public func all() throws(FileError) -> [LogFileInfo] {
    let names = try DirectoryEntries.names(of: directory) ?? []
    let logs = names.filter(Self.isLog).compactMap { LogFileInfo(name: $0, in: directory) }
    return logs.sorted { left, right in
      if left.isLive != right.isLive { return right.isLive }
      if left.start != right.start { return left.start < right.start }
      if left.end != right.end { return left.end < right.end }
      return left.sequence < right.sequence
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

/// The facts about a log that are known without reading it.
public struct LogFileInfo: Hashable, Sendable {
  /// Its name in the directory.
  public let name: String
  /// Where it is.
  public let path: String
  /// In bytes.
  public let size: Int64
  /// The time of its first line; that of its last change when the line has none.
  public let start: WallTime
  /// When it was last written to.
  public let end: WallTime
  /// True when it has the name of the log that is being written.
  public let isLive: Bool
  /// The file itself, whatever it is called meanwhile.
  let identity: FileIdentity

  /// Where it stands among those of about the same time, as the name says: the second, and the number within it.
  var sequence: (String, Int) {
    let parts = name.split(separator: ".")
    return (parts.first.map(String.init) ?? "", parts.count > 2 ? Int(parts[1]) ?? 0 : 0)
  }

  /// Looks at the regular file `name` in `directory`; nil when there is none that can be read.
  init?(name: String, in directory: String) {
    self.name = name
    path = "\(directory)/\(name)"
    guard let file = try? FileDescriptor.regular(path) else { return nil }
    var status = stat()
    guard fstat(file.raw, &status) == 0 else { return nil }
    size = Int64(status.st_size)
    end = WallTime(microseconds: Int64(status.st_mtim.tv_sec) * 1_000_000 + Int64(status.st_mtim.tv_nsec) / 1_000)
    isLive = name == LogFiles.liveName
    identity = FileIdentity(status)
    let head = (try? file.read(upTo: Self.headBytes)) ?? []
    start = Self.time(ofLineStarting: head) ?? end
  }

  /// A line starts with its time.
  private static let headBytes = 64

  /// The time of the line that starts with `bytes`, without reading the rest; nil when it does not start with its time.
  private static func time(ofLineStarting bytes: [UInt8]) -> WallTime? {
    let start = Array(#"{"time":""#.utf8)
    guard bytes.starts(with: start) else { return nil }
    return CivilTime(bytes.dropFirst(start.count).prefix { $0 != UInt8(ascii: "\"") })?.wallTime
  }
}

/// Which file it is, however it is called: no two have the same as long as one of them is open or has a name.
struct FileIdentity: Hashable, Sendable {
  private let device: UInt
  private let number: UInt

  init(_ status: stat) {
    device = UInt(status.st_dev)
    number = UInt(status.st_ino)
  }

  /// The file at `path`; nil when there is none.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }
}
