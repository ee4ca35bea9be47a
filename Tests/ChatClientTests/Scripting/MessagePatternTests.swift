import Testing

@testable import ChatClient

@Suite struct MessagePatternTests {
  @Test func itIsAnExtendedRegularExpression() throws {
    let pattern = try MessagePattern("^(yes|no)$")
    #expect(pattern.matches("yes"))
    #expect(!pattern.matches("yes please"))
    #expect(try MessagePattern("[0-9]{3}").matches("code 123"))
    #expect(try MessagePattern("").matches(""))
    #expect(!(try MessagePattern("a").matches("")))
  }

  @Test func charactersAreThoseOfUTF8() throws {
    #expect(try MessagePattern("^.$").matches("é"))
    #expect(try MessagePattern("^[äöü]+$").matches("üä"))
    #expect(try MessagePattern("b$").matches("a\u{0}b"))
  }

  @Test func whatIsNoneIsExplained() {
    #expect(throws: MessagePattern.Problem.self) { try MessagePattern("(") }
    #expect(throws: MessagePattern.Problem.self) { try MessagePattern("(a)\\1") }
    #expect(throws: Never.self) { try MessagePattern("a\\\\1") }
  }

  @Test func aLongMessageStopsNobody() throws {
    let pattern = try MessagePattern("^(a*)*(a|aa)+b$")
    #expect(!pattern.matches(String(repeating: "a", count: 8_192)))
  }
}
