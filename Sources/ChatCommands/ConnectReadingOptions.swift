import ArgumentParser
import ChatClient

/// The options of `connect` about how messages are shown.
struct ConnectReadingOptions: ParsableArguments {
  @Flag(help: "Show before each message when it was written.")
  var timestamps = false

  @Option(
    help: ArgumentHelp(
      "Give people colours: on a terminal where NO_COLOR is not set, always, or never.", valueName: "auto|always|never")
  )
  var color = ReadingOptions.Color.auto

  @Option(
    help: ArgumentHelp(
      "Ring the terminal's bell: never, for what is for you alone, also where your name is mentioned, or for everything.",
      valueName: "off|private|mention|all"))
  var bell = ReadingOptions.Bell.off

  /// The same as one value.
  var values: ReadingOptions {
    ReadingOptions(color: color, showsTimes: timestamps, bell: bell)
  }
}

extension ReadingOptions.Color: ExpressibleByArgument {}
extension ReadingOptions.Bell: ExpressibleByArgument {}
