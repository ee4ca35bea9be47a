import ArgumentParser
import ChatSystem

/// The scenario `transfer`: one file to the server and back, while others chat at a fixed pace.
struct TransferScenario {
  /// The file, in bytes.
  var size: Int64
  /// The number of those who chat, one of ten as a sender, and their messages a second.
  var members: Int
  var rate: Double
  var bodyBytes = 64

  /// Runs it against `target` on the calling thread.
  func run(_ target: Target) throws(LoadError) -> LoadReport {
    let senders = max(1, members / 10)
    let crowd = try Crowd(target, people: members + 2, senders: senders)
    defer { crowd.disband() }
    let chat = Chat.broadcasts(crowd, senders: senders, Chat.Flow(drive: .rate(rate), bodyBytes: bodyBytes))
    let file = FileTransfer(crowd, from: crowd.members[members], to: crowd.members[members + 1], size: size)
    chat.file = file
    crowd.traffic = chat
    try crowd.logInAll()

    let gauge = Gauge(target.process)
    let start = MonotonicClock.now()
    chat.start(at: start)
    chat.measure(start..<Int64.max)
    file.offer()
    try wait(crowd, file, for: .stored)
    let stored = MonotonicClock.now()
    file.fetch()
    try wait(crowd, file, for: .done)
    let end = MonotonicClock.now()
    var report = LoadReport("transfer", members: members, usage: gauge.reading())
    chat.stop(at: end)
    try crowd.run(until: { chat.isSettled }, noting: { chat.progress }) { "messages were lost beside the file" }

    report.bodyBytes = bodyBytes
    report.seconds = Double(end - start) / 1e9
    chat.tell(&report) { _ in 0..<members + 2 }
    report["MB/s up"] = Double(size) / Double(stored - start) * 1e3
    report["MB/s down"] = Double(size) / Double(end - stored) * 1e3
    return report
  }

  private func wait(_ crowd: Crowd, _ file: FileTransfer, for stage: FileTransfer.Stage) throws(LoadError) {
    try crowd.run(until: { file.stage == stage }, noting: { Int(file.moved) }) {
      "the file got stuck: \(file.stage) after \(file.moved) bytes"
    }
  }
}

/// `chatload transfer PORT`
struct Transfer: ScenarioCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfer",
    abstract: "A file to the server and back, while others chat.",
    discussion: "Example: chatload transfer 1234 --plaintext --size 1073741824 --rate 500")

  @OptionGroup var options: TargetOptions
  @Option(help: ArgumentHelp("The size of the file.", valueName: "bytes")) var size: Int64 = 1 << 30
  @Option(help: ArgumentHelp("How many chat meanwhile.", valueName: "count")) var members = 100
  @Option(help: ArgumentHelp("How many messages a second they write in all.", valueName: "rate")) var rate = 100.0
  @Option(help: ArgumentHelp("The length of a message.", valueName: "bytes")) var body = 64

  func validate() throws {
    guard size > 0 else { throw ValidationError("--size takes more than 0 bytes.") }
    try check("--members", members, in: 1...100_000)
    try check("--rate", isAboveZero: rate)
    try check(body: body)
  }

  func measure(_ target: Target) throws(LoadError) -> LoadReport {
    try TransferScenario(size: size, members: members, rate: rate, bodyBytes: body).run(target)
  }
}
