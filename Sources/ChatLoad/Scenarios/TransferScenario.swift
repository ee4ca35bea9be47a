import ChatSystem

/// The scenario `transfer`: one file to the server and back, while others chat at a fixed pace.
struct TransferScenario {
  /// The file, in bytes.
  var size: Int64
  /// How many chat, one of them in ten as a sender, and how many messages a second they write.
  var members: Int
  var rate: Double
  var bodyBytes: Int
  var patience: Double

  /// Runs it against `target` on the calling thread.
  func run(_ target: Target) throws(LoadError) -> LoadReport {
    let crowd = try Crowd(target)
    defer { crowd.disband() }
    let senders = max(1, members / 10)
    crowd.add(members + 2, senders: senders)
    let chat = Chat.broadcasts(crowd, senders: senders, bodyBytes: bodyBytes, drive: .rate(rate))
    let file = FileTransfer(crowd, from: crowd.members[members], to: crowd.members[members + 1], size: size)
    crowd.traffic = FileTraffic(file, beside: chat)
    try crowd.logInAll(patience: patience)

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
    let usage = gauge.reading()
    chat.stop(at: end)
    try crowd.drive(patience: patience) {
      chat.isSettled ? .done : .waits
    } orFail: {
      LoadError("messages were lost beside the file")
    }

    var report = LoadReport(scenario: "transfer", members: members, senders: senders, bodyBytes: bodyBytes)
    report.rate = rate
    report.seconds = Double(end - start) / 1e9
    report.messages = chat.messages
    report.deliveries = chat.deliveries
    report.delivery = chat.delivery.summary
    report.receipt = chat.receipt.summary
    report.usage = usage
    report.flaws = chat.flaws { _ in 0..<members + 2 }
    report.oddReceipts = chat.oddReceipts
    report.figures["MB/s up"] = Double(size) / Double(stored - start) * 1e3
    report.figures["MB/s down"] = Double(size) / Double(end - stored) * 1e3
    return report
  }

  private func wait(_ crowd: Crowd, _ file: FileTransfer, for stage: FileTransfer.Stage) throws(LoadError) {
    var moved: Int64 = -1
    try crowd.drive(patience: patience) {
      defer { moved = file.moved }
      return file.stage == stage ? .done : file.moved != moved ? .moved : .waits
    } orFail: {
      LoadError("the file got stuck: \(file.stage) after \(file.moved) bytes")
    }
  }
}
