import ChatTestSupport
import Testing

@testable import ChatLoad

/// `chatload compare` for a moment.
@Suite(.enabled(if: LoadTool.canPin))
struct CompareCommandTests {
  private func compare(_ arguments: [String], seconds: Double = 0.3) async throws -> [[String]] {
    let result = try await LoadTool.run(["compare", "--rounds", "1", "--seconds", "\(seconds)"] + arguments)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.lines.starts(with: Table.comparison.head))
    return result.lines.dropFirst(2).map { line in
      line.split(separator: "|").map { $0.trimmingPrefix(while: \.isWhitespace) }.map(String.init)
    }
  }

  @Test func smallCaseStandsBesideTheLimit() async throws {
    let rows = try await compare(["--case", "fanout:4,2,8"])
    #expect(rows.contains { $0[1].hasPrefix("k deliveries/s") })
    #expect(rows.contains { $0[1].hasPrefix("messages/s (limit: bare inserts)") })
    #expect(!rows.contains { $0[0].contains("TLS") })
  }

  /// The reference has its open loop and its TLS.
  @Test func referenceIsMeasuredThreeTimes() async throws {
    func hasReceipts(_ row: [String]) -> Bool { row[0].contains("open loop") && row[1].hasPrefix("receipt p99 ms") }
    var rows = try await compare(["--case", "fanout:100,8,64"])
    // On a busy machine no receipt may come in so short a time.
    if !rows.contains(where: hasReceipts) {
      rows = try await compare(["--case", "fanout:100,8,64"], seconds: 3)
    }
    #expect(rows.contains(where: hasReceipts))
    #expect(rows.contains { $0[0].contains("TLS") && $0[1].hasPrefix("k deliveries/s") })
  }
}
