import Testing

@testable import ChatCommands

/// What a half-typed line of a shell says.
@Suite(.waiting) struct ShellLineTests {
  private func line(_ raw: String..., prefix: String? = nil) -> ShellLine {
    ShellLine(raw, index: raw.count - 1, prefix: prefix ?? raw.last ?? "", home: "/home/alice")
  }

  @Test func theLastDataDirectoryCounts() {
    #expect(line("chatctl", "log", "show", "--data", "a", "--data=b c", "").directory.path == "b c")
    #expect(line("chatctl", "log", "show", "--data", "~/room", "").value(of: "--data") == "/home/alice/room")
    #expect(line("chatctl", "log", "show", "--data", #"'a b'\ "c\"d$"/~"#, "").value(of: "--data") == #"a b c"d$/~"#)
    #expect(line("chatctl", "log", "show", "--data").value(of: "--data") == nil)
    #expect(line("chatctl", "log", "").value(of: "--data") == nil)
  }

  @Test func theOperatorsWordsAreFoundAmongOptions() {
    #expect(line("chatctl", "admin", "").adminLine.isEmpty)
    #expect(line("chatctl", "admin", "--json", "kick", "--data", "room", "--keep-going", "f").adminLine == "kick f")
    #expect(line("chatctl", "admin", "--data=room", "set", "TIME_OUT", "5", "--r").adminLine == "set TIME_OUT 5 --r")
  }

  @Test func onlyWhatStandsBeforeTheCursorIsTyped() {
    #expect(line("chatctl", "admin", "kick", "facebook", prefix: "fa").typed == "fa")
    #expect(line("chatctl", "admin", "kick", "''", prefix: "").typed.isEmpty)
    #expect(line("chatctl", "log", "show", #"log_21\:3"#).typed == "log_21:3")
    // The parser gives the cursor in the last word alone.
    let middle = ShellLine(["chatctl", "admin", "ki", "facebook"], index: 2, prefix: "fa", home: nil)
    #expect(middle.typed == "ki")
    #expect(middle.words == ["admin"])
    #expect(ShellLine([], index: 0, prefix: "", home: nil).words.isEmpty)
    #expect(ShellLine(["chatctl"], index: -1, prefix: "", home: nil).adminLine.isEmpty)
  }
}
