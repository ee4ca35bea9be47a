import ChatServer
import ChatTerminal
import Testing

@testable import ChatCommands

/// What follows in the console from what is typed and what the server says.
@Suite(.waiting) struct ConsoleDialogueTests {
  private typealias Action = ConsoleDialogue.Action

  private func reply(
    _ lines: String..., code: Int32? = nil, error: String? = nil, question: String? = nil, secret: Bool? = nil
  ) -> ControlReply {
    var reply = ControlReply()
    reply.lines = lines
    reply.code = code
    reply.error = error
    reply.question = question
    reply.secret = secret
    return reply
  }

  @Test func aCommandWaitsForItsAnswer() {
    var dialogue = ConsoleDialogue()
    #expect(dialogue.typed("get MaxCon") == [.send("get MaxCon")])
    #expect(dialogue.received(reply("MaxCon: 5")) == [.show(["MaxCon: 5"])])
    #expect(dialogue.received(reply("more", code: 0)) == [.show(["more"]), .ask(ConsoleDialogue.prompt)])
  }

  @Test(arguments: [(false, Prompt.Kind.answer), (true, .password)])
  func aQuestionIsThePrompt(isSecret: Bool, kind: Prompt.Kind) {
    var dialogue = ConsoleDialogue()
    _ = dialogue.typed("change MaxCon")
    #expect(
      dialogue.received(reply(question: "How many?", secret: isSecret)) == [
        .ask(Prompt(text: "How many? ", kind: kind))
      ])
    // Not the word that leaves: it may be a password.
    #expect(dialogue.typed("quit") == [.send("quit")])
    #expect(dialogue.received(reply(code: 1, error: "No.")) == [.show(["No."]), .ask(ConsoleDialogue.prompt)])
  }

  @Test(arguments: ["quit", "exit", " QUIT ", "/exit"])
  func leaving(line: String) {
    var dialogue = ConsoleDialogue()
    #expect(dialogue.typed(line) == [.end(nil)])
    #expect(dialogue.inputEnded() == [])
    #expect(dialogue.disconnected(isBroken: false) == [])
  }

  @Test(arguments: ["", "  \t", "# what follows is a comment"])
  func whatIsNoCommandIsNotSent(line: String) {
    var dialogue = ConsoleDialogue()
    #expect(dialogue.typed(line) == [.ask(ConsoleDialogue.prompt)])
  }

  @Test(arguments: [
    (String?.none, false, Int32(69)), ("get", false, 69), ("online users", false, 69), ("set MaxCon 5", false, 75),
    ("change MaxCon", false, 75), ("stop", false, 0), ("stop --in 5s", true, 75),
  ])
  func theServerIsGone(waiting: String?, isBroken: Bool, code: Int32) {
    var dialogue = ConsoleDialogue()
    if let waiting {
      _ = dialogue.typed(waiting)
    }
    guard case .end(let failure)? = dialogue.disconnected(isBroken: isBroken).first else {
      Issue.record("it did not end")
      return
    }
    #expect((failure?.code ?? 0) == code)
    #expect((failure?.message == nil) == (code == 0))
  }

  @Test func aServerThatTakesNoMoreShellsSaysSo() {
    var dialogue = ConsoleDialogue()
    #expect(
      dialogue.received(reply(code: 65, error: "32 shells are connected already."))
        == [.end(Failure(message: "32 shells are connected already.", code: 65))])
    #expect(dialogue.disconnected(isBroken: false) == [])
  }

  @Test func anInterruptedQuestionIsAnsweredWithNothing() {
    var dialogue = ConsoleDialogue()
    _ = dialogue.typed("deluser bob")
    _ = dialogue.received(reply(question: "Really?"))
    #expect(dialogue.interrupted() == [.send("")])
  }

  @Test func whatTheServerSaysCantSteerTheTerminal() {
    var dialogue = ConsoleDialogue()
    _ = dialogue.typed("online")
    #expect(dialogue.received(reply("a\u{1B}[2Jb\nc")) == [.show(["a^[[2Jb", "c"])])
  }
}
