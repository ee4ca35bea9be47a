import ChatTestSupport
import Testing

@testable import ChatLoad

/// `chatload grow`, with the smallest sizes only.
@Suite(.enabled(if: LoadTool.canPin))
struct GrowCommandTests {
  @Test(arguments: [("members", 10), ("accounts", 100), ("log", 0)])
  func tablesAreMeasured(name: String, largest: Int) async throws {
    let kind = try #require(Growth.all.first { $0.name == name })
    let sizes = kind.sizes.filter { $0 <= largest }
    let result = try await LoadTool.run(["grow", "--table", name, "--largest", "\(largest)", "--seconds", "0.3"])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.lines.starts(with: Table(kind.columns).head))
    // One of them has no last step.
    #expect(result.lines.count == 2 + sizes.count + (sizes.count > 1 ? 1 : 0))
    for line in result.lines { #expect(line.split(separator: "|").count == kind.columns.count) }
  }

  @Test func unknownTableIsRefused() async throws {
    #expect(try await LoadTool.run(["grow", "--table", "nothing"]).code == 64)
  }
}
