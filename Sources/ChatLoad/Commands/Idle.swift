import ArgumentParser

/// `chatload idle PORT`
struct Idle: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "idle",
    abstract: "Very many connections that do nothing but stay.",
    discussion: """
      Tells how many bytes of the server's memory each takes, with --server-pid.

      Example: chatload idle 1234 --plaintext --members 10000 --server-pid 4711
      """)

  @OptionGroup var target: TargetOptions

  @Option(help: ArgumentHelp("How many are logged in.", valueName: "count"))
  var members = 1_000

  @Option(help: ArgumentHelp("How long they stay.", valueName: "seconds"))
  var seconds = 20.0

  func validate() throws {
    guard (1...100_000).contains(members) else { throw ValidationError("--members takes 1 to 100000.") }
    guard seconds > 0 else { throw ValidationError("--seconds takes more than 0.") }
  }

  func run() throws {
    let scenario = IdleScenario(members: members, seconds: seconds, patience: target.patience)
    try target.print(try scenario.run(target.target()))
  }
}
