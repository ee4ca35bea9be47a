import ArgumentParser
import ChatCore

/// `chatload search PORT`
struct Search: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Look for words in the past.",
    discussion: """
      Seeded messages hold a word of a thousand, word0 to word999, and one of their own, message0 and so on.

      Example: chatload search 1234 --plaintext --text word17
      """)

  @OptionGroup var target: TargetOptions

  @Option(help: ArgumentHelp("How many search at the same time.", valueName: "count"))
  var members = 1

  @Option(help: ArgumentHelp("What for.", valueName: "words"))
  var text = "word17"

  @Option(help: ArgumentHelp("How many messages an answer has at most.", valueName: "count"))
  var limit = 50

  @Option(help: ArgumentHelp("How long is measured.", valueName: "seconds"))
  var seconds = 5.0

  func validate() throws {
    guard (1...10_000).contains(members) else { throw ValidationError("--members takes 1 to 10000.") }
    guard (1...LogQuery.maximumLimit).contains(limit) else {
      throw ValidationError("--limit takes 1 to \(LogQuery.maximumLimit).")
    }
    guard seconds > 0 else { throw ValidationError("--seconds takes more than 0.") }
  }

  func run() throws {
    let scenario = SearchScenario(
      members: members, text: text, limit: limit, seconds: seconds, patience: target.patience)
    try target.print(try scenario.run(target.target()))
  }
}
