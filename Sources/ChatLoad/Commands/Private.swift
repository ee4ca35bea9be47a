import ArgumentParser

/// `chatload private PORT`
struct Private: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "private",
    abstract: "Pairs, one of whom writes to the other.",
    discussion: "Example: chatload private 1234 --plaintext --pairs 50 --window 64")

  @OptionGroup var target: TargetOptions

  @Option(help: ArgumentHelp("How many pairs.", valueName: "count"))
  var pairs = 50

  @OptionGroup var chat: ChatOptions

  func validate() throws {
    guard (1...50_000).contains(pairs) else { throw ValidationError("--pairs takes 1 to 50000.") }
  }

  func run() throws {
    let scenario = ChatScenario(
      kind: .private, members: 2 * pairs, senders: pairs, drive: chat.drive, bodyBytes: chat.body,
      seconds: chat.seconds, warmUp: chat.warmUp, patience: target.patience)
    try target.print(try scenario.run(target.target()))
  }
}
