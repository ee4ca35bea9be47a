import ArgumentParser
import ChatClient

/// The options of `connect` about how messages are shown.
struct ConnectReadingOptions: ParsableArguments {
  @Flag(inversion: .prefixedNo, help: "Show before each message when it was written. Off by default.")
  var timestamps: Bool?

  @Option(
    help: ArgumentHelp(
      "Give people colours: auto (the default: on a terminal, unless NO_COLOR is set), always or never.",
      valueName: "auto|always|never")
  )
  var color: ReadingOptions.Color?

  @Option(
    help: ArgumentHelp(
      """
      Ring the terminal's bell: off (the default), private (for messages to you alone), mention (for those that mention \
      your name too) or all.
      """,
      valueName: "off|private|mention|all"))
  var bell: ReadingOptions.Bell?

  /// The same as one value.
  ///
  /// - Parameter configuration: what is written down, for what is not said.
  func values(_ configuration: ClientConfiguration) -> ReadingOptions {
    ReadingOptions(
      color: color ?? configuration.color ?? .auto, showsTimes: timestamps ?? configuration.showsTimes ?? false,
      bell: bell ?? configuration.bell ?? .off)
  }
}

extension ReadingOptions.Color: ExpressibleByArgument {}
extension ReadingOptions.Bell: ExpressibleByArgument {}
