import ArgumentParser
import Foundation

/// `chatload resume PORT`
struct Resume: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Lose the connection and come back by token.",
    discussion: """
      With --after-restart it waits for the server to be stopped and started again on the same port, and tells how long \
      it took from the first answer until all were back.

      Example: chatload resume 1234 --plaintext --members 1000 --seconds 10
      """)

  @OptionGroup var target: TargetOptions

  @Option(help: ArgumentHelp("How many.", valueName: "count"))
  var members = 1_000

  @Option(help: ArgumentHelp("How long is measured.", valueName: "seconds"))
  var seconds = 5.0

  @Flag(help: "Cut nothing, but wait for a restart of the server.")
  var afterRestart = false

  func validate() throws {
    guard (1...10_000).contains(members) else { throw ValidationError("--members takes 1 to 10000.") }
    guard seconds > 0 else { throw ValidationError("--seconds takes more than 0.") }
  }

  func run() throws {
    let scenario = ResumeScenario(
      members: members, seconds: seconds, awaitsRestart: afterRestart, patience: target.patience)
    try target.print(
      try scenario.run(target.target()) {
        FileHandle.standardError.write(Data("All are there: restart the server now.\n".utf8))
      })
  }
}
