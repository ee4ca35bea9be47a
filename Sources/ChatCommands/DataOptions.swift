import ArgumentParser
import ChatStore
import FoundationEssentials

/// The option that every subcommand finds its server by.
struct DataOptions: ParsableArguments {
  @Option(
    name: .customLong("data"),
    help: ArgumentHelp(
      "The data directory.",
      discussion: "Default: $CHATCTL_DATA, else $XDG_DATA_HOME/chatctl, else ~/.local/share/chatctl.",
      valueName: "directory"),
    completion: .directory)
  var path: String?

  /// The directory that is meant.
  var directory: DataDirectory {
    Self.directory(path)
  }

  /// The directory that `--data` with this value means, or none at all.
  static func directory(_ path: String?) -> DataDirectory {
    DataDirectory.resolve(option: path, environment: ProcessInfo.processInfo.environment)
  }
}
