import ChatTestSupport
import Testing

@testable import ChatLoad

/// `chatload survey`, as small as can be: every row comes to something.
@Suite(.serialized, .enabled(if: LoadTool.canPin))
struct SurveyCommandTests {
  @Test(arguments: Survey.all.map { $0.name }) func rowsAreMeasured(name: String) throws {
    let result = try LoadTool.run(["survey", "--row", name, "--scale", "0.002", "--seconds", "0.4"])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.lines.prefix(2) == Survey.table.head.prefix(2))
    #expect(result.lines.count > 2)
    for line in result.lines { #expect(line.split(separator: "|").count == Survey.table.columns.count) }
  }

  /// A row that comes to nothing does not stand in the way of the others, and is told.
  @Test func failureIsToldAtTheEnd() throws {
    let result = try LoadTool.run(
      ["survey", "--row", "mailbox", "--row", "idle", "--scale", "0.002"], server: "/bin/false")
    #expect(result.code == 1)
    #expect(result.errors.contains("mailbox: the server did not start"))
    #expect(result.errors.contains("idle: the server did not start"))
    #expect(result.lines == Survey.table.head)
  }

  @Test func unknownRowIsRefused() throws {
    #expect(try LoadTool.run(["survey", "--row", "nothing"]).code == 64)
  }
}
