import ChatStore
import Foundation

/// A server as more has been said.
struct LogGrowth: GrowthTable {
  static let name = "log"
  static let abstract =
    "0 to 10 million messages in the log, a tenth of them private: the start, commits, searches, history"
  static let columns = [
    "messages", "start s", "MB resident", "messages/s stored", "server µs a message", "search p50 ms", "search p99 ms",
    "history p50 ms", "MB store",
  ]
  static let sizes = [0, 10_000, 100_000, 1_000_000, 10_000_000]

  let seconds: Double

  private static let accounts = 1_000
  private static let page = 50

  func measure(_ size: Int, _ bench: Bench, _ place: String) throws -> [Double?] {
    let data = MeasuredServer.data(in: place)
    try Seeding(accounts: Self.accounts, broadcasts: size - size / 10, privateMessages: size / 10).fill(data)
    try WordIndex.fill(data)
    let bytes = try FileManager.default.attributesOfItem(atPath: data.store)[.size] as? Int
    let server = try MeasuredServer(bench, in: place)
    defer { server.stop() }
    let resident = try server.usage().resident
    let search = try look("word17", bench, server)
    let history = try look(nil, bench, server)
    // Last, for what it writes is in the way of a search.
    let chat = ChatScenario(
      kind: .fanout, members: 10, senders: 8, drive: .window(64), bodyBytes: 64, seconds: seconds,
      warmUp: min(1, seconds), patience: bench.patience)
    let report = try chat.run(server.target()).sound()
    return [
      server.startSeconds, Double(resident) / 1e6, report.messageRate, report.processorMicrosecondsPerMessage,
      search.figures["answer p50"], search.figures["answer p99"], history.figures["answer p50"],
      bytes.map { Double($0) / 1e6 },
    ]
  }

  private func look(_ text: String?, _ bench: Bench, _ server: MeasuredServer) throws -> LoadReport {
    let scenario = SearchScenario(
      members: 1, text: text, limit: Self.page, seconds: seconds, patience: bench.patience)
    return try scenario.run(server.target())
  }
}
