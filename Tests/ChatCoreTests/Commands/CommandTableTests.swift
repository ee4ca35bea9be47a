import ChatCore
import Testing

@Suite struct CommandTableTests {
  @Test func helpListsEveryCommandWithItsArguments() {
    let lines = CommandTable.help()
    #expect(lines.count == CommandWord.allCases.count)
    for (line, row) in zip(lines, CommandTable.rows) {
      #expect(line.hasPrefix("  " + row.usage + "  ") || line.hasPrefix("  " + row.usage + " "))
      #expect(line.hasSuffix(row.help))
    }
    let original = [
      "whoelse", "wholasthr", "broadcast TEXT", "message USER TEXT", "block USER", "unblock USER", "file USER FILE",
      "fileget [USER FILE]", "filedecline USER FILE", "logout",
    ]
    #expect(CommandTable.rows.prefix(10).map(\.usage) == original)
  }

  @Test func onlyTheLastArgumentTakesTheRest() {
    for row in CommandTable.rows {
      #expect(row.arguments.dropLast().allSatisfy { !$0.takesRest })
    }
  }
}
