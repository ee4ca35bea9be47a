import ChatCore
import ChatSystem
import Glibc

/// Where everything of one server lies, and under which names.
public struct DataDirectory: Hashable, Sendable {
  /// The directory itself.
  public let path: String

  /// The directory at `path`.
  public init(path: String) {
    // A socket whose name begins with `@` lies in no directory at all (unix(7)).
    self.path = path.utf8.first == UInt8(ascii: "@") ? "./\(path)" : path
  }

  /// The one that `option` names, else `$CHATCTL_DATA`, else `$XDG_DATA_HOME/chatctl`, else `~/.local/share/chatctl`.
  ///
  /// Empty values count as absent.
  public static func resolve(option: String?, environment: [String: String]) -> DataDirectory {
    for path in [option, environment["CHATCTL_DATA"]] {
      if let path, !path.isEmpty {
        return DataDirectory(path: path)
      }
    }
    let base = BaseDirectory.path("XDG_DATA_HOME", orHome: ".local/share", environment: environment)
    return DataDirectory(path: "\(base)/chatctl")
  }

  /// The four parameters.
  public var parameters: String { "\(path)/para.txt" }
  /// The settings of the server that differ here.
  public var settings: String { "\(path)/serve.conf" }
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
  /// The socket of the administrator's commands.
  public var controlSocket: String { "\(path)/\(Self.controlSocketName)" }
  /// The name of that.
  public static let controlSocketName = "control.sock"
  /// Held by the server that runs here.
  public var lock: String { "\(path)/lock" }

  /// True when something of that name in the directory is a server's, or the original's; people may put down other
  /// things there.
  func knows(_ name: String) -> Bool {
    [parameters, settings, files, logs, backups, tls, controlSocket, lock].contains("\(path)/\(name)")
      || name.hasPrefix("chat.sqlite") || name.hasPrefix("restore.")
      || OriginalPart.allCases.contains { $0.fileName == name }
  }

  /// Where the bytes of a waiting file are.
  public func file(_ id: FileID) -> String {
    "\(files)/\(id.depotName)"
  }

  /// Makes the directory, what leads to it, and the ones in it, as far as they are missing; for their owner alone.
  public func create() throws(FileError) {
    for directory in [path, files, logs, backups, tls] {
      try FileTree.create(directory)
    }
  }

  /// The group that may pass through to the control socket and see nothing else (mode 0710), so that its members may steer
  /// the server; nil when there is none.
  public var adminGroup: SystemGroup? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & 0o077 == 0o010 else { return nil }
    return SystemGroup(status.st_gid)
  }

  /// True when the original system's files lie here, for a server to import at its first start (while
  /// `SQLiteStore.isUnused`). para.txt does not count: it is ours too.
  public var holdsOriginalFiles: Bool {
    OriginalPart.allCases.contains { $0 != .parameters && access("\(path)/\($0.fileName)", F_OK) == 0 }
  }
}

extension FileID {
  /// The name of the bytes of a waiting file: by number, and never as a person called them.
  public var depotName: String {
    String(rawValue)
  }

  /// The file whose bytes are kept under `name`; nil for other names, such as those of uploads that still run.
  public init?(depotName name: String) {
    guard let number = Int64(name), number > 0, String(number) == name else { return nil }
    self.init(rawValue: number)
  }
}
