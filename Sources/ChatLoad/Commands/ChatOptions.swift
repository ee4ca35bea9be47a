import ArgumentParser

/// How messages are sent, and for how long.
struct ChatOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Messages of each sender on their way, until all have read them.", valueName: "count"))
  var window: Int?

  @Option(
    help: ArgumentHelp(
      "An open loop instead: messages a second of all senders together, whatever becomes of them.", valueName: "rate"))
  var rate: Double?

  @Option(help: ArgumentHelp("The length of a message.", valueName: "bytes"))
  var body = 64

  @Option(help: ArgumentHelp("How long is measured.", valueName: "seconds"))
  var seconds = 5.0

  @Option(help: ArgumentHelp("How long messages are sent before that.", valueName: "seconds"))
  var warmUp = 1.0

  func validate() throws {
    guard window == nil || rate == nil else { throw ValidationError("--window and --rate exclude each other.") }
    guard (1...255).contains(window ?? 1) else { throw ValidationError("--window takes 1 to 255.") }
    guard rate ?? 1 > 0 else { throw ValidationError("--rate takes more than 0.") }
    guard (1...8_192).contains(body) else { throw ValidationError("--body takes 1 to 8192 bytes.") }
    guard seconds > 0, warmUp >= 0 else { throw ValidationError("--seconds takes more than 0.") }
  }

  /// When the next message is sent.
  var drive: Chat.Drive {
    rate.map(Chat.Drive.rate) ?? .window(window ?? 64)
  }
}
