import ArgumentParser
import ChatClient

/// The options of `connect` about how messages are shown.
struct ConnectReadingOptions: ParsableArguments {
  @Flag(inversion: .prefixedNo, help: "Show before each message when it was written; not unless it is said.")
  var timestamps: Bool?

  @Option(
    help: ArgumentHelp(
      "Give people colours: on a terminal where NO_COLOR is not set (auto, unless it is said), always, or never.",
      valueName: "auto|always|never")
  )
  var color: ReadingOptions.Color?

  @Option(
    help: ArgumentHelp(
      "Ring the terminal's bell: never (off, unless it is said), for what is for you alone, also where your name is mentioned, or for everything.",
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
