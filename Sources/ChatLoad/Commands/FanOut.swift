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

  @Option(help: ArgumentHelp("How many more are logged in who block all of those.", valueName: "count"))
  var blockers = 0

  @OptionGroup var chat: ChatOptions

  func validate() throws {
    guard (1...100_000).contains(members) else { throw ValidationError("--members takes 1 to 100000.") }
    guard (0...10_000).contains(blockers) else { throw ValidationError("--blockers takes 0 to 10000.") }
    guard (1...members).contains(senders) else { throw ValidationError("--senders takes 1 to the number of members.") }
  }

  func run() throws {
    var scenario = ChatScenario(
      kind: .fanout, members: members, senders: senders, drive: chat.drive, bodyBytes: chat.body,
      seconds: chat.seconds, warmUp: chat.warmUp, patience: target.patience)
    scenario.blockers = blockers
    try target.print(try scenario.run(target.target()))
  }
}
