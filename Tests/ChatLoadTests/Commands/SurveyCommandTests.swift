import ChatTestSupport
import Testing

@testable import ChatLoad

/// `chatload survey`, as small as can be: every row comes to something.
@Suite(.enabled(if: LoadTool.canPin))
struct SurveyCommandTests {
  @Test(arguments: SurveyRow.all.map(\.name)) func rowsAreMeasured(name: String) async throws {
    let result = try await LoadTool.run(["survey", "--row", name, "--scale", "0.002", "--seconds", "0.4"])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.lines.prefix(2) == Table.survey.head.prefix(2))
    #expect(result.lines.count > 2)
    for line in result.lines { #expect(line.split(separator: "|").count == Table.survey.columns.count) }
  }

  /// A row that comes to nothing does not stand in the way of the others, and is told.
  @Test func failureIsToldAtTheEnd() async throws {
    let result = try await LoadTool.run(
      ["survey", "--row", "mailbox", "--row", "idle", "--scale", "0.002"], server: "/bin/false")
    #expect(result.code == 1)
    #expect(result.errors.contains("mailbox: the server did not start"))
    #expect(result.errors.contains("idle: the server did not start"))
    #expect(result.lines == Table.survey.head)
  }

  @Test func unknownRowIsRefused() async throws {
    #expect(try await LoadTool.run(["survey", "--row", "nothing"]).code == 64)
  }
}
