import ArgumentParser
import ChatSystem

struct Transfer: ScenarioCommand {
  static let configuration = CommandConfiguration(
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

  func measure(_ target: Target) throws -> LoadReport {
    try Self.measure(target, size: size, members: members, Chat.Flow(drive: .rate(rate), bodyBytes: body))
  }

  /// Has a file of `size` bytes go to the server and back, while `members` chat, one of ten as a sender.
  static func measure(_ target: Target, size: Int64, members: Int, _ flow: Chat.Flow) throws -> LoadReport {
    let senders = max(1, members / 10)
    let crowd = try Crowd(target, people: members + 2, senders: senders)
    defer { crowd.disband() }
    let chat = Chat.broadcasts(crowd, senders: senders, flow)
    let file = FileTransfer(crowd, from: crowd.members[members], to: crowd.members[members + 1], size: size)
    chat.file = file
    crowd.traffic = chat
    func wait(for stage: FileTransfer.Stage) throws(LoadError) -> Int64 {
      try crowd.run(until: { file.stage == stage }, noting: { Int(file.moved) }) {
        "the file got stuck: \(file.stage) after \(file.moved) bytes"
      }
      return MonotonicClock.now()
    }
    try crowd.logInAll()
    let gauge = Gauge(target.process)
    let start = MonotonicClock.now()
    chat.start(at: start)
    chat.measure(start..<Int64.max)
    file.offer()
    let stored = try wait(for: .stored)
    file.fetch()
    let end = try wait(for: .done)
    let usage = gauge.reading()
    chat.stop(at: end)
    try crowd.run(until: { chat.isSettled }, noting: { chat.progress }) { "messages were lost beside the file" }
    var report = chat.report("transfer", members: members, usage: usage, seconds: Double(end - start) / 1e9)
    report["MB/s up"] = Double(size) / Double(stored - start) * 1e3
    report["MB/s down"] = Double(size) / Double(end - stored) * 1e3
    return report
  }
}
