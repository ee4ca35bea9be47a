import ArgumentParser

/// `chatload transfer PORT`
struct Transfer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfer",
    abstract: "A file to the server and back, while others chat.",
    discussion: "Example: chatload transfer 1234 --plaintext --size 1073741824 --rate 500")

  @OptionGroup var target: TargetOptions

  @Option(help: ArgumentHelp("The size of the file.", valueName: "bytes"))
  var size: Int64 = 1 << 30

  @Option(help: ArgumentHelp("How many chat meanwhile.", valueName: "count"))
  var members = 100

  @Option(help: ArgumentHelp("How many messages a second they write in all.", valueName: "rate"))
  var rate = 100.0

  @Option(help: ArgumentHelp("The length of a message.", valueName: "bytes"))
  var body = 64

  func validate() throws {
    guard size > 0 else { throw ValidationError("--size takes more than 0 bytes.") }
    guard (1...100_000).contains(members) else { throw ValidationError("--members takes 1 to 100000.") }
    guard rate > 0 else { throw ValidationError("--rate takes more than 0.") }
    guard (1...8_192).contains(body) else { throw ValidationError("--body takes 1 to 8192 bytes.") }
  }

  func run() throws {
    let scenario = TransferScenario(
      size: size, members: members, rate: rate, bodyBytes: body, patience: target.patience)
    try target.print(try scenario.run(target.target()))
  }
}
