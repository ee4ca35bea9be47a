import ChatCore
import ChatSystem
import Glibc

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

  /// Its place among those of about the same time, as the name says: the second, and the number within it.
  var place: (String, Int) {
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
    start = LoggedLine.time(ofLineStarting: head) ?? end
  }

  /// A line starts with its time.
  private static let headBytes = 64
}
