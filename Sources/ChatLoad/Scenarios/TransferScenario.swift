import ArgumentParser
import ChatSystem
import ChatWire

/// The scenario `transfer`: one file to the server and back, while others chat at a fixed pace.
struct TransferScenario {
  /// The file, in bytes.
  var size: Int64
  /// How many chat, one of them in ten as a sender, and how many messages a second they write.
  var members: Int
  var rate: Double
  var bodyBytes = 64

  /// One file's way to the server and back, beside the chat of others.
  private final class FileTraffic: Traffic {
    private let file: FileTransfer
    private let chat: Chat

    init(_ file: FileTransfer, beside chat: Chat) {
      self.file = file
      self.chat = chat
    }

    func received(_ frame: ServerFrame, by member: Member, at now: Int64) -> Bool {
      file.received(frame, by: member)
    }

    func turnEnded(at now: Int64) {
      file.turnEnded()
      chat.turnEnded(at: now)
    }

    func delivered(_ delivery: ServerScan.Delivery, to member: Member, at now: Int64) {
      chat.delivered(delivery, to: member, at: now)
    }

    func stored(_ number: UInt64, of member: Member, at now: Int64) {
      chat.stored(number, of: member, at: now)
    }

    var nextDue: Int64 { chat.nextDue }
  }

  /// Runs it against `target` on the calling thread.
  func run(_ target: Target) throws(LoadError) -> LoadReport {
    let senders = max(1, members / 10)
    let crowd = try Crowd(target, people: members + 2, senders: senders)
    defer { crowd.disband() }
    let chat = Chat.broadcasts(crowd, senders: senders, Chat.Flow(drive: .rate(rate), bodyBytes: bodyBytes))
    let file = FileTransfer(crowd, from: crowd.members[members], to: crowd.members[members + 1], size: size)
    crowd.traffic = FileTraffic(file, beside: chat)
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
    report.figures["MB/s up"] = Double(size) / Double(stored - start) * 1e3
    report.figures["MB/s down"] = Double(size) / Double(end - stored) * 1e3
    return report
  }

  private func wait(_ crowd: Crowd, _ file: FileTransfer, for stage: FileTransfer.Stage) throws(LoadError) {
    try crowd.run {
      file.stage == stage
    } noting: {
      Int(file.moved)
    } orFail: {
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
