import ChatCore
import ChatSystem
import Glibc

/// Where everything of one server lies, and under which names.
public struct DataDirectory: Hashable, Sendable {
  /// The directory itself.
  public let path: String

  /// The directory at `path`.
  public init(path: String) {
    self.path = path
  }

  /// The one that `--data` names, else `$CHATCTL_DATA`, else `$XDG_DATA_HOME/chatctl`, else `~/.local/share/chatctl`.
  ///
  /// Source: the XDG base directory specification, which has a relative `$XDG_DATA_HOME` ignored. Empty values count as
  /// absent.
  public static func resolve(option: String?, environment: [String: String]) -> DataDirectory {
    for path in [option, environment["CHATCTL_DATA"]] {
      if let path, !path.isEmpty {
        return DataDirectory(path: path)
      }
    }
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      return DataDirectory(path: "\(data)/chatctl")
    }
    var home = environment["HOME"] ?? ""
    if home.isEmpty, let entry = getpwuid(getuid()), let directory = entry.pointee.pw_dir {
      home = String(cString: directory)
    }
    return DataDirectory(path: "\(home)/.local/share/chatctl")
  }

  /// The four parameters.
  public var parameters: String { "\(path)/para.txt" }
  /// The store.
  public var store: String { "\(path)/chat.sqlite" }
  /// The bytes of waiting files.
  public var files: String { "\(path)/files" }
  /// The server's logs.
  public var logs: String { "\(path)/logs" }
  /// Snapshots.
  public var backups: String { "\(path)/backups" }
  /// Key and certificate.
  public var tls: String { "\(path)/tls" }
  /// What the administrator's commands go through.
  public var controlSocket: String { "\(path)/control.sock" }
  /// Held by the server that runs here.
  public var lock: String { "\(path)/lock" }

  /// Where the bytes of a waiting file are.
  public func file(_ id: FileID) -> String {
    "\(files)/\(id.rawValue)"
  }

  /// Makes the directory, what leads to it, and the ones in it, as far as they are missing; for their owner alone.
  ///
  /// - Throws: `FileError`.
  public func create() throws(FileError) {
    for directory in [path, files, logs, backups, tls] {
      try Self.create(directory)
    }
  }

  /// Whether the original system's files lie here, for a server to import at its first start (while
  /// `SQLiteStore.isUnused`). para.txt does not count: it is ours too.
  public var holdsOriginalFiles: Bool {
    OriginalPart.allCases.contains { $0 != .parameters && access("\(path)/\($0.fileName)", F_OK) == 0 }
  }

  /// Makes one directory and what leads to it (mkdir -p) with mode 0700; an existing one stays as it is.
  static func create(_ path: String) throws(FileError) {
    if mkdir(path, 0o700) == 0 { return }
    let code = errno
    if code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      try create(String(path[..<slash]))
      guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileError(.open, path) }
      return
    }
    var status = stat()
    guard code == EEXIST, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw FileError(.open, path, code: code == EEXIST ? ENOTDIR : code)
    }
  }
}
