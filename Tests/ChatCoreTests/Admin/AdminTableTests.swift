import ChatCore
import Testing

/// The table of the operator's commands agrees with what is parsed and shown.
@Suite struct AdminTableTests {
  @Test func theHelpFitsEveryTerminal() {
    let lines = AdminTable.help()
    for word in AdminWord.allCases {
      #expect(lines.contains { $0.hasPrefix("  \(word.rawValue) ") })
    }
    #expect(lines.allSatisfy { $0.count < 80 })
    // With what a console says below and its prompt.
    #expect(lines.count <= 22)
    for word in AdminWord.allCases {
      #expect(AdminTable.help(on: word).allSatisfy { $0.count < 80 })
      #expect(AdminTable.help(on: word).first == "  \(AdminTable.row(of: word).usage)")
    }
    #expect(
      AdminTable.help(on: .stop) == [
        "  stop [--in TIME] [--restart] [--cancel] [--yes]",
        "    It stops the server, or calls that off. --restart tells clients to come",
        "    back. With --in the command waits for the stop, and Ctrl+C does not call it",
        "    off: \"stop --cancel\" does, from any shell, and another \"stop --in\" takes",
        "    its place.",
      ])
    #expect(AdminTable.help(on: .online).last == "    It lists who is online, and from where. Also: online users.")
  }

  @Test func everyOptionOfTheTableIsTaken() {
    for option in AdminTable.row(of: .set).options {
      var dialogue = AdminDialogue(isInteractive: false)
      let value = option.value == nil ? "" : " 5m"
      guard case .perform(.set) = dialogue.take("set MaxCon 5 \(option.name)\(value)") else {
        Issue.record("\(option.name) is not taken")
        return
      }
    }
    #expect(AdminTable.row(of: .set).usage == "set NAME VALUE [--runtime] [--confirm-within TIME] [--yes]")
    #expect(AdminTable.row(of: .stop).usage == "stop [--in TIME] [--restart] [--cancel] [--yes]")
  }
}
