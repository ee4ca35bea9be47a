import ChatSystem
import Glibc

/// The commands that were typed at the operator's console, kept from run to run in a file for its owner alone.
///
/// Lines are appended one by one, not written whole at the end: two consoles may be open at once without taking each
/// other's lines away, and a closed window loses none. The file is cut at the next start, under its name whole or not
/// at all.
struct AdminHistory {
  /// Where it is.
  let path: String
  /// The newest commands, the oldest first.
  private(set) var lines: [String]

  /// `$XDG_STATE_HOME/chatctl/admin_history`, else `~/.local/state/chatctl/admin_history`.
  static func path(environment: [String: String]) -> String {
    BaseDirectory.path("XDG_STATE_HOME", orHome: ".local/state", environment: environment) + "/chatctl/admin_history"
  }

  /// Reads what was kept at `path`, of which the newest `limit` lines stay there.
  ///
  /// - Throws: `FileError`.
  init(path: String, limit: Int) throws(FileError) {
    self.path = path
    let directory = path[..<(path.lastIndex(of: "/") ?? path.endIndex)]
    try FileTree.create(String(directory))
    let bytes = try FileBytes.read(path) ?? []
    let kept = bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    lines = Array(kept.suffix(limit))
    if lines.count < kept.count {
      try AtomicFile.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: path)
    }
  }

  /// Keeps `line`, unless it is the same as the last one.
  ///
  /// - Throws: `FileError`.
  mutating func append(_ line: String) throws(FileError) {
    // What is pasted may have several lines; the parser takes their ends for blanks, too.
    let line = String(line.map { $0.isNewline ? " " : $0 })
    guard line != lines.last else { return }
    lines.append(line)
    let file = try FileDescriptor(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK)
    var status = stat()
    // A link to /dev/null says that nothing is to be kept; such a file is not ours to change.
    guard fstat(file.raw, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    if status.st_mode & 0o077 != 0 {
      // Somebody has opened it up to others.
      fchmod(file.raw, 0o600)
    }
    try file.write(Array((line + "\n").utf8))
  }
}
