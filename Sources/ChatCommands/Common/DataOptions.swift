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
    get throws(Failure) { try Self.directory(path) }
  }

  /// The same for what may make a room: never the machine's that is closed to this person.
  var ownDirectory: DataDirectory {
    get throws(Failure) { try Self.found(path).directory }
  }

  /// The directory that `--data` with this value means, or none at all. Who has no room, and may not look into the
  /// machine's, means that one: they are told who may.
  static func directory(_ path: String?) throws(Failure) -> DataDirectory {
    let found = try found(path)
    guard let closed = found.closedRoom, access(found.directory.path, F_OK) != 0 else { return found.directory }
    return closed
  }

  private static func found(
    _ path: String?
  ) throws(Failure) -> (directory: DataDirectory, closedRoom: DataDirectory?) {
    let environment = ProcessInfo.processInfo.environment
    guard path?.isEmpty ?? true else { return (DataDirectory.resolve(option: path, environment: environment), nil) }
    do throws(SettingsError) {
      let layers = try SettingLayers.locating(environment: environment)
      return (layers.directory, layers.closedRoom)
    } catch {
      throw Failure(message: error.description, code: error.exitCode)
    }
  }
}
