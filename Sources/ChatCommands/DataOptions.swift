import ArgumentParser
import ChatServer
import ChatStore
import FoundationEssentials

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

  /// The directory that `--data` with this value means, or none at all.
  static func directory(_ path: String?) -> DataDirectory {
    let environment = ProcessInfo.processInfo.environment
    guard path?.isEmpty ?? true else { return DataDirectory.resolve(option: path, environment: environment) }
    // What is wrong with the machine's file is told by the server, who lives on it.
    let layers = try? SettingLayers(environment: environment)
    return layers?.directory ?? DataDirectory.resolve(option: nil, environment: environment)
  }
}
