import ArgumentParser

/// `chatload fanout PORT`
struct FanOut: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fanout",
    abstract: "Some write to everybody.",
    discussion: "Example: chatload fanout 1234 --plaintext --members 100 --senders 8 --window 64")

  @OptionGroup var target: TargetOptions

  @Option(help: ArgumentHelp("How many are logged in.", valueName: "count"))
  var members = 100

  @Option(help: ArgumentHelp("How many of them write.", valueName: "count"))
  var senders = 8

  @OptionGroup var chat: ChatOptions

  func validate() throws {
    guard (1...100_000).contains(members) else { throw ValidationError("--members takes 1 to 100000.") }
    guard (1...members).contains(senders) else { throw ValidationError("--senders takes 1 to the number of members.") }
  }

  func run() throws {
    let scenario = ChatScenario(
      kind: .fanout, members: members, senders: senders, drive: chat.drive, bodyBytes: chat.body,
      seconds: chat.seconds, warmUp: chat.warmUp, patience: target.patience)
    try target.print(try scenario.run(target.target()))
  }
}
