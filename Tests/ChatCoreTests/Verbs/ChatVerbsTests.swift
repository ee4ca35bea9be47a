import ChatCore
import Testing

@Suite struct ChatVerbsTests {
  @Test(arguments: [
    ("whoelse", ChatCommand.ask(.whoelse)),
    ("  wholasthr\t", .ask(.wholasthr)),
    ("logout", .leave(.logout)),
    ("quit\r", .leave(.quit)),
    ("broadcast  hello   world  ", .ask(.broadcast(body: "hello   world"))),
    ("message bob  see you  at 5 ", .ask(.message(to: "bob", body: "see you  at 5"))),
    ("/message bob hi", .ask(.message(to: "bob", body: "hi"))),
    ("block bob", .ask(.block("bob"))),
    ("unblock\tbob", .ask(.unblock("bob"))),
    ("file bob my  notes.txt", .send(path: "my  notes.txt", to: "bob")),
    ("fileget", .ask(.listFiles)),
    ("fileget alice my notes.txt", .fetch(name: "my notes.txt", from: "alice")),
    ("filedecline alice \"a b\"", .ask(.declineFile(from: "alice", name: "\"a b\""))),
    ("history", .ask(.lookBack(LogQuery(limit: 20)))),
    ("history 50", .ask(.lookBack(LogQuery(limit: 50)))), ("history 0", .ask(.lookBack(LogQuery(limit: 1)))),
    ("history 50 20", .ask(.lookBack(LogQuery(person: "50", limit: 20)))),
    ("history bob", .ask(.lookBack(LogQuery(person: "bob", limit: 20)))),
    ("history bob 99999999999999999999", .ask(.lookBack(LogQuery(person: "bob", limit: .max)))),
    ("help", .help(ChatVerbs.table.help())),
    ("help message", .help(ChatVerbs.table.help(on: "message"))),
    ("help /message", .help(ChatVerbs.table.help(on: "message"))),
  ])
  func commands(line: String, command: ChatCommand) throws {
    #expect(try ChatVerbs.table.parse(line) == command)
  }

  @Test(arguments: [
    ("", VerbError.empty),
    (" \t ", .empty),
    ("/", .empty),
    ("wholes", .unknown("wholes", nearest: "whoelse")),
    ("mesage bob hi", .unknown("mesage", nearest: "message")),
    ("QUIT", .unknown("QUIT", nearest: "quit")),
    ("help wholasthour", .unknown("wholasthour", nearest: "wholasthr")),
    ("//message bob hi", .unknown("/message", nearest: "message")),
    ("delivered bob", .unknown("delivered", nearest: "fileget")),
    ("whoelse now", .extraArgument("whoelse")),
    ("block", .missingArgument("block")),
    ("block bob carol", .extraArgument("block")),
    ("broadcast   ", .missingArgument("broadcast")),
    ("message bob", .missingArgument("message")),
    ("file bob", .missingArgument("file")),
    ("fileget alice", .missingArgument("fileget")),
    ("filedecline", .missingArgument("filedecline")),
    ("history bob x", .extraArgument("history")), ("history bob 5 6", .extraArgument("history")),
    ("help me now", .extraArgument("help")),
  ])
  func errors(line: String, error: VerbError) {
    #expect(throws: error) { try ChatVerbs.table.parse(line) }
  }

  @Test func errorsNameTheNextStep() {
    #expect(VerbError.unknown("wholes", nearest: "whoelse").sentence.contains("\"whoelse\""))
    #expect(VerbError.unknown("wholes", nearest: "whoelse").sentence.contains("\"wholes\""))
    #expect(VerbError.missingArgument("message").sentence.hasSuffix("message USER TEXT"))
    #expect(VerbError.extraArgument("help").sentence.hasSuffix("help [COMMAND]"))
  }
}
