import ChatSystem
import Glibc

/// The commands that were typed at a prompt, kept from run to run in a file for its owner alone.
///
/// Lines are appended one by one, not written whole at the end: two programs may be open at once without taking each
/// other's lines away, and a closed window loses none. The file is cut at the next start, under its name whole or not
/// at all, while nobody appends.
public struct HistoryFile {
  /// Where it is.
  public let path: String
  /// The newest commands, the oldest first.
  public private(set) var lines: [String]

  /// `$XDG_STATE_HOME/chatctl/NAME`, else `~/.local/state/chatctl/NAME`.
  public static func path(of name: String) -> String {
    BaseDirectory.path("XDG_STATE_HOME", orHome: ".local/state") + "/chatctl/\(name)"
  }

  /// Reads what was kept at `path`, of which the newest `limit` lines stay there.
  public init(path: String, limit: Int = LineEditors.historySize) throws(FileError) {
    self.path = path
    try FileTree.create(FileTree.parent(of: path))
    lines = try Self.lines(at: path)
    guard lines.count > limit else { return }
    let file = try Self.open(path)
    // Again, now that nobody appends.
    let kept = try Self.lines(at: path)
    lines = Array(kept.suffix(limit))
    if lines.count < kept.count, (try? file.isRegular) == true {
      try AtomicFile.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: path)
    }
    flock(file.raw, LOCK_UN)
  }

  /// Keeps `line`, unless it is the same as the last one.
  public mutating func append(_ line: String) throws(FileError) {
    // One command stays one line.
    let line = String(line.map { $0.isNewline ? " " : $0 })
    guard line != lines.last else { return }
    lines.append(line)
    let file = try Self.open(path)
    // A link to /dev/null says that nothing is to be kept; such a file is not ours to change.
    guard (try? file.isRegular) == true else { return }
    // Somebody may have opened it up to others.
    fchmod(file.raw, 0o600)
    try file.write(Array((line + "\n").utf8))
  }

  private static func lines(at path: String) throws(FileError) -> [String] {
    let bytes = try FileBytes.read(path) ?? []
    return bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The file to append to, locked (flock(2)) as long as the descriptor is open.
  private static func open(_ path: String) throws(FileError) -> FileDescriptor {
    while true {
      let file = try FileDescriptor(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK)
      // Where the file system has no locks there is none; two at once are rare.
      while flock(file.raw, LOCK_EX) != 0, errno == EINTR {}
      // Another program may have put a shorter one in its place meanwhile.
      var opened = stat()
      var named = stat()
      if fstat(file.raw, &opened) == 0, stat(path, &named) == 0, opened.st_ino != named.st_ino { continue }
      return file
    }
  }
}

/// The history of a prompt on a terminal: kept in a file where that works, else for this run alone, which is told once.
public struct CommandHistory {
  /// Nil when it can't be kept, or must not.
  private var file: HistoryFile?
  /// Why it can't, until somebody was told.
  private var trouble: FileError?

  /// A history that begins empty and ends with this run.
  public init() {}

  /// The history in the file at `path`.
  public init(path: String) {
    do throws(FileError) {
      file = try HistoryFile(path: path)
    } catch {
      trouble = error
    }
  }

  /// The commands of earlier runs, the oldest first.
  public var lines: [String] {
    file?.lines ?? []
  }

  /// Keeps `line` for the next run.
  public mutating func append(_ line: String) {
    do throws(FileError) {
      try file?.append(line)
    } catch {
      file = nil
      trouble = error
    }
  }

  /// A sentence for the person when it has turned out that nothing is kept; nil ever after. A path in it is as it is: to
  /// be made safe to show.
  public mutating func takeNotice() -> String? {
    defer { trouble = nil }
    return trouble.map { "What you type here is not remembered for the next time: \($0)." }
  }
}
