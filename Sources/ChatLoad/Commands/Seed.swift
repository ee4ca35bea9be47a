import ArgumentParser
import ChatStore

/// `chatload seed`
struct Seed: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seed",
    abstract: "Fill a new data directory with accounts and messages.",
    discussion: """
      The accounts are load0, load1, and so on; all have one password hash, as cheap as there is, so that log-ins cost \
      little: never let strangers reach such a server.

      Example: chatload seed --data room --accounts 100000 --messages 5000000
      """)

  @Option(help: ArgumentHelp("The data directory, which must be new.", valueName: "directory"))
  var data: String

  @Option(help: ArgumentHelp("How many accounts.", valueName: "count"))
  var accounts = 1_000

  @Option(help: ArgumentHelp("How many broadcasts, which everybody has read.", valueName: "count"))
  var messages = 0

  @Option(help: ArgumentHelp("How many private messages, which their receivers have read.", valueName: "count"))
  var privateMessages = 0

  @Option(help: ArgumentHelp("How many private messages wait for load0.", valueName: "count"))
  var mailbox = 0

  @Option(help: ArgumentHelp("The length of a message.", valueName: "bytes"))
  var body = 64

  func validate() throws {
    guard (2...10_000_000).contains(accounts) else { throw ValidationError("--accounts takes 2 to 10000000.") }
    guard messages >= 0, privateMessages >= 0, mailbox >= 0 else { throw ValidationError("Counts are 0 or more.") }
    guard (1...8_192).contains(body) else { throw ValidationError("--body takes 1 to 8192 bytes.") }
  }

  func run() throws {
    let seeding = Seeding(
      accounts: accounts, broadcasts: messages, privateMessages: privateMessages, mailbox: mailbox, bodyBytes: body)
    try seeding.fill(DataDirectory(path: data))
  }
}
