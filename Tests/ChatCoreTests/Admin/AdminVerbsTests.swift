import ChatCore
import Testing

/// The table of the operator's commands agrees with what is parsed and shown.
@Suite struct AdminVerbsTests {
  @Test func theHelpFitsEveryTerminal() {
    let lines = AdminVerbs.table.help()
    for verb in AdminVerbs.table.verbs {
      #expect(lines.contains { $0.hasPrefix("  \(verb.word) ") })
    }
    #expect(lines.allSatisfy { $0.count < 80 })
    // With what a console says below and its prompt.
    #expect(lines.count <= 22)
    for verb in AdminVerbs.table.verbs {
      #expect(AdminVerbs.table.help(on: verb.word).allSatisfy { $0.count < 80 })
      #expect(AdminVerbs.table.help(on: verb.word).first == "  \(verb.usage)")
    }
    #expect(
      AdminVerbs.table.help(on: "stop") == [
        "  stop [--in TIME] [--restart] [--cancel] [--yes]",
        "    It stops the server, or calls that off. --restart tells clients to come",
        "    back. With --in the command waits for the stop, and Ctrl+C does not call it",
        "    off: \"stop --cancel\" does, from any shell, and another \"stop --in\" takes",
        "    its place.",
      ])
    #expect(
      AdminVerbs.table.help(on: "online").last == "    It lists who is online, and from where. Also: online users.")
  }

  @Test func everyOptionOfTheTableIsTaken() {
    for option in AdminVerbs.table.verb("set")?.options ?? [] {
      var dialogue = AdminDialogue(isInteractive: false)
      let value = option.value == nil ? "" : " 5m"
      guard case .perform(.set) = dialogue.take("set MaxCon 5 \(option.name)\(value)") else {
        Issue.record("\(option.name) is not taken")
        return
      }
    }
    #expect(AdminVerbs.table.verb("set")?.usage == "set NAME VALUE [--runtime] [--confirm-within TIME] [--yes]")
    #expect(AdminVerbs.table.verb("stop")?.usage == "stop [--in TIME] [--restart] [--cancel] [--yes]")
  }

  @Test(arguments: [
    ("stop --in 5s", "stop"),
    (" /Stop", "stop"),
    ("change TIME_OUT", "set"),
    ("all users", "users"),
    ("max_con", nil),
    ("MaxCon", "get"),
    ("", nil),
  ])
  func ofALine(line: String, word: String?) {
    #expect(AdminVerbs.table.verb(of: line)?.word == word)
  }

  @Test(arguments: [
    ("passwd bob sesame", true),
    ("/ADDUSER bob sesame", true),
    ("paswd bob sesame", true),
    ("addusre bob sesame", true),
    ("passwd bob", false),
    ("kick bob sesame", false),
    ("nonsense bob sesame", false),
  ])
  func passwordsWhereNoneBelong(line: String, mayHoldPassword: Bool) {
    #expect(AdminVerbs.mayHoldPassword(line) == mayHoldPassword)
  }
}
