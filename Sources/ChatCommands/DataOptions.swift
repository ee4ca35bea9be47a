import ArgumentParser
import ChatServer
import ChatStore
import FoundationEssentials
import Glibc

/// The option that every subcommand finds its server by.
struct DataOptions: ParsableArguments {
  @Option(
    name: .customLong("data"),
    help: ArgumentHelp(
      "The data directory.",
      discussion: """
        Default: $CHATCTL_DATA, else what /etc/chatctl/serve.conf says to those who may look into it, else \
        $XDG_DATA_HOME/chatctl, else ~/.local/share/chatctl.
        """,
      valueName: "directory"),
    completion: .directory)
  var path: String?

  /// The directory that is meant.
  var directory: DataDirectory {
    Self.directory(path)
  }

  /// The same for what may make a room: never the machine's that is closed to this person.
  var ownDirectory: DataDirectory {
    Self.found(path).directory
  }

  /// The directory that `--data` with this value means, or none at all. Who has no room, and may not look into the
  /// machine's, means that one: they are told who may.
  static func directory(_ path: String?) -> DataDirectory {
    let found = found(path)
    guard let closed = found.closedRoom, access(found.directory.path, F_OK) != 0 else { return found.directory }
    return closed
  }

  private static func found(_ path: String?) -> (directory: DataDirectory, closedRoom: DataDirectory?) {
    let environment = ProcessInfo.processInfo.environment
    // What is wrong with the machine's file is told by the server, who lives on it.
    guard path?.isEmpty ?? true, let layers = try? SettingLayers(environment: environment) else {
      return (DataDirectory.resolve(option: path, environment: environment), nil)
    }
    return (layers.directory, layers.closedRoom)
  }
}
