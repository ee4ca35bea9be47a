import ArgumentParser
import ChatServer

/// The options of `chatctl serve` about its log.
struct ServeLogOptions: ParsableArguments {
  @Option(
    name: .customLong("log-max-size"),
    help: ArgumentHelp(
      "The size in bytes at which a log is finished and a new one begun; 0 means never.",
      valueName: "bytes"))
  var maxSize: Int64 = LogSettings().maxSize

  @Option(
    name: .customLong("log-keep"),
    help: ArgumentHelp("How many finished logs are kept; 0 keeps all.", valueName: "count"))
  var keep: Int = LogSettings().keep

  @Flag(name: .customLong("log-bodies"), help: "Log what people write, too.")
  var bodies = false

  func validate() throws {
    guard maxSize >= 0 else { throw ValidationError("--log-max-size takes 0 or more bytes.") }
    guard keep >= 0 else { throw ValidationError("--log-keep takes 0 or more logs.") }
  }

  /// What the server takes.
  var settings: LogSettings {
    var settings = LogSettings()
    settings.maxSize = maxSize
    settings.keep = keep
    return settings
  }
}
