import ArgumentParser

/// `chatload churn PORT`
struct Churn: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "churn",
    abstract: "Connect, log in, leave, come back.",
    discussion: "Example: chatload churn 1234 --plaintext --members 50 --seconds 10")

  @OptionGroup var target: TargetOptions

  @Option(help: ArgumentHelp("How many do so at the same time.", valueName: "count"))
  var members = 50

  @Option(help: ArgumentHelp("How long is measured.", valueName: "seconds"))
  var seconds = 5.0

  func validate() throws {
    guard (1...10_000).contains(members) else { throw ValidationError("--members takes 1 to 10000.") }
    guard seconds > 0 else { throw ValidationError("--seconds takes more than 0.") }
  }

  func run() throws {
    let scenario = ChurnScenario(members: members, seconds: seconds, patience: target.patience)
    try target.print(try scenario.run(target.target()))
  }
}
