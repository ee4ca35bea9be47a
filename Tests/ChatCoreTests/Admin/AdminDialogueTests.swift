import ChatCore
import Testing

/// What the operator's lines mean, and the questions that some of them ask.
@Suite struct AdminDialogueTests {
  private func step(_ line: String, isInteractive: Bool = false) -> AdminDialogue.Step {
    var dialogue = AdminDialogue(isInteractive: isInteractive)
    return dialogue.take(line)
  }

  @Test(arguments: [
    ("get", AdminCommand.get(nil, .plain)),
    ("get time_out", .get(.parameter(.timeOut), .plain)),
    ("TIME_OUT", .get(.parameter(.timeOut), .original)),
    ("set TIME_OUT 500 --yes", .set(.parameter(.timeOut), value: "500", keeping: .saved, .plain)),
    ("set TIME_OUT 500 --yes --runtime", .set(.parameter(.timeOut), value: "500", keeping: .runtime, .plain)),
    (
      "set MaxCon --confirm-within 5m 7",
      .set(.parameter(.maxCon), value: "7", keeping: .unlessConfirmed(seconds: 300), .plain)
    ),
    ("online users", .online(.original)),
    ("/online", .online(.plain)),
    ("blocked users", .blocked(.original)),
    ("all users", .users(.original, isNamesOnly: false)), ("users --names", .users(.plain, isNamesOnly: true)),
    ("kick bob", .kick("bob", reason: nil)),
    ("  kick  bob   too  loud ", .kick("bob", reason: "too  loud")),
    ("unblock bob 10.0.0.1", .unblock("bob", address: "10.0.0.1")),
    ("announce cake  at five", .announce("cake  at five")),
    ("stop --yes", .stop(delay: 0, restart: false)),
    ("stop --in 30s --yes --restart", .stop(delay: 30, restart: true)),
    ("ban bob --yes", .ban(.user("bob", withAddress: false), seconds: nil, reason: nil)),
    (
      "ban bob --for 2h too  loud --yes --address",
      .ban(.user("bob", withAddress: true), seconds: 7_200, reason: "too loud")
    ),
    ("ban --address 10.0.0.1 --yes spam", .ban(.address("10.0.0.1"), seconds: nil, reason: "spam")),
    ("unban bob", .unban("bob")), ("bans", .bans),
    ("invite", .invite([], uses: 1, seconds: 604_800)),
    ("invite ann bob --for 1d", .invite(["ann", "bob"], uses: 1, seconds: 86_400)),
    ("invite --uses 30", .invite([], uses: 30, seconds: 604_800)),
    ("invitations", .invitations), ("invitations --end 7", .endInvitations(EntryID(rawValue: 7))),
    ("invitations --end all", .endInvitations(nil)),
    ("deluser bob --yes", .deluser("bob")), ("deluser --yes bob", .deluser("bob")),
    ("set --yes TIME_OUT 500", .set(.parameter(.timeOut), value: "500", keeping: .saved, .plain)),
    ("help set", .help(AdminVerbs.table.help(on: "set"))),
    ("set --runtime MaxCon 5", .set(.parameter(.maxCon), value: "5", keeping: .runtime, .plain)),
    (
      "set --confirm-within 5m MaxCon 7",
      .set(.parameter(.maxCon), value: "7", keeping: .unlessConfirmed(seconds: 300), .plain)
    ),
    ("set TIME_OUT 10m --yes", .set(.parameter(.timeOut), value: "600.0", keeping: .saved, .plain)),
    ("set BLOCK_TIME 1.5h", .set(.parameter(.blockTime), value: "5400.0", keeping: .saved, .plain)),
    ("set LAST_HOUR 999d", .set(.parameter(.lastHour), value: "999d", keeping: .saved, .plain)),
    ("invite ann ANN bob ann", .invite(["ann", "bob"], uses: 1, seconds: 604_800)),
    ("stop --cancel", .cancelStop),
  ])
  func meanings(line: String, command: AdminCommand) {
    #expect(step(line) == .perform(command))
  }

  @Test(arguments: [
    ("ban --yes -- --json", AdminCommand.ban(.user("--json", withAddress: false), seconds: nil, reason: nil)),
    (
      "ban --yes --for 1d -- -- a --for b",
      .ban(.user("--", withAddress: false), seconds: 86_400, reason: "a --for b")
    ),
    ("ban --yes --address -- 10.0.0.1 --", .ban(.address("10.0.0.1"), seconds: nil, reason: "--")),
    ("kick -- --yes too  loud", .kick("--yes", reason: "too  loud")), ("kick -- --", .kick("--", reason: nil)),
    ("kick bob -- he said", .kick("bob", reason: "-- he said")), ("announce -- --json", .announce("--json")),
    ("unban -- --for", .unban("--for")), ("unblock -- --yes 10.0.0.1", .unblock("--yes", address: "10.0.0.1")),
    ("deluser --yes -- --yes", .deluser("--yes")),
    ("invite ann -- --uses", .invite(["ann", "--uses"], uses: 1, seconds: 604_800)),
    (
      "set -- check-password /bin/a --yes",
      .set(.setting(.checkPassword), value: "/bin/a --yes", keeping: .saved, .plain)
    ),
  ])
  func behindTwoDashesEveryWordIsPlain(line: String, command: AdminCommand) {
    #expect(step(line) == .perform(command))
  }

  @Test func whatATimeLacksIsTold() {
    #expect(AdminError.timeWithoutUnit("1").sentence == "\"1\" has no unit. A time is written like 90s, 5m, 2h or 1d.")
    #expect(AdminError.timeTooLong("999d").sentence == "\"999d\" is too long: the longest time is 365d.")
    let taken = AdminError.badValue(.parameter(.timeOut), "999d").sentence
    #expect(taken.contains("from 0 to 31536000 (0 puts nobody out), or a time such as 90s, 5m, 2h or 1d"))
  }

  @Test(arguments: [
    ("", AdminError.empty),
    ("onlin", .unknown("onlin", nearest: "online")),
    ("set", .usage("set")),
    ("set Maxcom 5", .unknownKey("Maxcom")),
    ("set MaxCon", .badValue(.parameter(.maxCon), "")),
    ("set MaxCon 5 6", .usage("set")),
    ("set MaxCon 5 --confirm-within", .usage("set")),
    ("set MaxCon 5 --confirm-within soon", .badTime("soon")),
    ("stop --now", .usage("stop")),
    ("kick", .usage("kick")),
    ("announce", .usage("announce")),
    ("ban", .usage("ban")), ("ban --address", .usage("ban")), ("ban bob --for", .usage("ban")),
    ("ban bob --fro 1h", .usage("ban")), ("ban bob --for=1h", .usage("ban")), ("deluser --yes", .usage("deluser")),
    ("deluser bob carl --yes", .usage("deluser")), ("set --yes", .usage("set")),
    ("set MaxCon 5 --runtime --confirm-within 5m", .usage("set")),
    ("ban bob --for ever", .badTime("ever")), ("ban bob \(String(repeating: "x", count: 201))", .reasonTooLong),
    ("unban", .usage("unban")), ("invite --uses 0", .usage("invite")), ("invite --uses many", .usage("invite")),
    ("invite ann --uses 2", .usage("invite")), ("invite --to ann", .usage("invite")),
    ("invitations --end", .usage("invitations")), ("invitations --end x", .usage("invitations")),
    ("help nothing", .usage("help")),
    ("ban bob --for 1 day", .timeWithoutUnit("1")), ("invite --for 60", .timeWithoutUnit("60")),
    ("ban bob --for 99999999d", .timeTooLong("99999999d")), ("stop --in 400d", .timeTooLong("400d")),
    ("stop --cancel --in 5m", .usage("stop")), ("stop -- --cancel", .usage("stop")),
    ("users -- --names", .usage("users")), ("set --runtim MaxCon 5", .usage("set")), ("ban --", .usage("ban")),
    ("ban --fro 1h -- bob", .usage("ban")), ("kick --", .usage("kick")), ("announce --", .usage("announce")),
  ])
  func errors(line: String, error: AdminError) {
    #expect(step(line) == .refuse(error))
  }

  @Test func aChangeAsksForItsValueInTheOriginalsWords() {
    var dialogue = AdminDialogue(isInteractive: false)
    let question =
      "[admin]Please enter your new TIME_OUT parameter: (in float format and it will represent how many seconds)"
    #expect(dialogue.take("change TIME_OUT") == .ask(question, isSecret: false))
    #expect(dialogue.isAsking)
    let command = AdminCommand.set(.parameter(.timeOut), value: "500", keeping: .saved, .original)
    #expect(dialogue.take(" 500 ") == .look(command))
    #expect(dialogue.looked(command, nil) == .perform(command))
    #expect(!dialogue.isAsking)
    _ = dialogue.take("change BLOCK_TIME")
    #expect(
      dialogue.take("2m") == .perform(.set(.parameter(.blockTime), value: "120.0", keeping: .saved, .original)))
  }

  @Test func passwordsAreAskedForAndSecret() {
    var dialogue = AdminDialogue(isInteractive: false)
    #expect(dialogue.take("adduser bob") == .ask("Please enter the new password of \"bob\":", isSecret: true))
    #expect(dialogue.take("quit stop") == .perform(.adduser("bob", password: "quit stop")))
    #expect(AdminCommand.adduser("bob", password: "quit stop").logText == "adduser bob")
  }

  @Test(arguments: [
    ("sesame", AdminDialogue.Step.perform(.passwd("bob", password: "sesame"))), ("Sesame", .refuse(.passwordsDiffer)),
    ("", .refuse(.passwordsDiffer)),
  ])
  func aPersonIsAskedForAPasswordTwice(again: String, step: AdminDialogue.Step) {
    var dialogue = AdminDialogue(isInteractive: true)
    #expect(dialogue.take("passwd bob") == .ask("Please enter the new password of \"bob\":", isSecret: true))
    #expect(dialogue.take("sesame") == .ask("Please re-enter the new password of \"bob\":", isSecret: true))
    #expect(dialogue.take(again) == step)
    #expect(!dialogue.isAsking)
  }

  @Test func whatIsNoPasswordIsNotAskedForAgain() {
    var dialogue = AdminDialogue(isInteractive: true)
    _ = dialogue.take("passwd bob")
    #expect(dialogue.take("") == .perform(.passwd("bob", password: "")))
  }

  @Test(arguments: [("yes", AdminDialogue.Step.perform(.deluser("bob"))), ("y", .refuse(.declined))])
  func whatDestroysIsAskedBefore(answer: String, step: AdminDialogue.Step) {
    var dialogue = AdminDialogue(isInteractive: true)
    let concern = AdminConcern("It is gone then.", "Go on?", needsYes: true)
    #expect(dialogue.take("deluser bob") == .look(.deluser("bob")))
    let question = "It is gone then. Go on? Enter \"yes\" or \"no\":"
    #expect(dialogue.looked(.deluser("bob"), concern) == .ask(question, isSecret: false))
    #expect(dialogue.take(answer) == step)
  }

  @Test func whereNobodyIsAskedOnlyWhatDestroysNeedsAYes() {
    var dialogue = AdminDialogue(isInteractive: false)
    let stop = AdminCommand.stop(delay: 0, restart: false)
    #expect(dialogue.take("stop") == .look(stop))
    #expect(dialogue.looked(stop, AdminConcern("Two are online.", "Stop?")) == .perform(stop))
    let concern = AdminConcern("It is gone then.", "Go on?", needsYes: true)
    #expect(dialogue.looked(.deluser("bob"), concern) == .refuse(.needsYes("It is gone then.")))
    #expect(!dialogue.isAsking)
  }

  @Test(arguments: [
    ("90s", 90.0), ("5m", 300), ("2h", 7_200), ("1d", 86_400), ("1.5m", 90), ("10", 10),
  ])
  func timesAsPeopleWriteThem(text: String, seconds: Double) {
    #expect(DurationText.seconds(text) == seconds)
  }

  @Test(arguments: ["", "s", "0", "-5s", "5x", "1e3", "0x10", "nan", "999999d"])
  func whatIsNoTime(text: String) {
    #expect(DurationText.seconds(text) == nil)
  }
}
