import ChatCore
import Testing

/// The table of the operator's commands agrees with what is parsed and shown.
@Suite struct AdminTableTests {
  @Test func theHelpFitsEveryTerminal() {
    let lines = AdminTable.help()
    for word in AdminWord.allCases {
      #expect(lines.contains { $0.hasPrefix("  \(AdminTable.row(of: word).usage)") })
    }
    #expect(lines.allSatisfy { $0.count < 80 })
    #expect(
      AdminTable.help(on: .get) == [
        "  get [NAME]              shows the parameters and settings, or one of them",
        "                          (also: MaxCon, BLOCK_TIME, LAST_HOUR, TIME_OUT)",
      ])
    #expect(
      AdminTable.help(on: .stop) == [
        "  stop [--in TIME] [--restart]",
        "                          stops the server; --restart tells clients to come",
        "                          back",
      ])
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
    #expect(AdminTable.row(of: .set).usage == "set NAME VALUE [--runtime] [--confirm-within TIME]")
    #expect(AdminTable.row(of: .stop).usage == "stop [--in TIME] [--restart]")
  }
}
