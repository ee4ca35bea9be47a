import ChatTestSupport
import Testing

@testable import ChatLoad

/// `chatload soak` for a moment.
@Suite(.enabled(if: LoadTool.canPin))
struct SoakCommandTests {
  @Test func everythingComesToItsEnd() async throws {
    let result = try await LoadTool.run([
      "soak", "--minutes", "0.05", "--interval", "1", "--max-rate", "400", "--members", "30", "--patience", "60",
    ])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.lines.first == "100 messages/s, 25.0 % of 400; 53 people")
    #expect(result.lines.dropFirst().starts(with: Table(SoakTrend.columns).head))
    let samples = result.lines.dropFirst(3).prefix { !$0.contains("verdict") }
    #expect(samples.count == 3)
    // Every kind of traffic was there: no latency is missing in the end.
    #expect(samples.last?.contains("| - |") == false)
    #expect(result.lines.contains(Table.trend.head[0]))
  }

  @Test func nonsenseIsRefused() async throws {
    #expect(try await LoadTool.run(["soak", "--members", "3"]).code == 64)
    #expect(try await LoadTool.run(["soak", "--share", "0"]).code == 64)
  }
}
