import ChatCore
import Testing

@Suite struct CommandLineParserTests {
  @Test(arguments: [
    ("whoelse", ChatCommand.whoelse),
    ("  wholasthr\t", .wholasthr),
    ("logout", .logout),
    ("quit\r", .quit),
    ("broadcast  hello   world  ", .broadcast(body: "hello   world")),
    ("message bob  see you  at 5 ", .message(to: "bob", body: "see you  at 5")),
    ("/message bob hi", .message(to: "bob", body: "hi")),
    ("block bob", .block("bob")),
    ("unblock\tbob", .unblock("bob")),
    ("file bob my  notes.txt", .file(to: "bob", path: "my  notes.txt")),
    ("fileget", .listFiles),
    ("fileget alice my notes.txt", .fileget(from: "alice", name: "my notes.txt")),
    ("filedecline alice \"a b\"", .filedecline(from: "alice", name: "\"a b\"")),
    ("help", .help(nil)),
    ("help message", .help(.message)),
    ("help /message", .help(.message)),
  ])
  func commands(line: String, command: ChatCommand) throws {
    #expect(try CommandLineParser.parse(line) == command)
  }

  @Test(arguments: [
    ("", CommandError.empty),
    (" \t ", .empty),
    ("/", .empty),
    ("wholes", .unknown("wholes", nearest: .whoelse)),
    ("mesage bob hi", .unknown("mesage", nearest: .message)),
    ("QUIT", .unknown("QUIT", nearest: .quit)),
    ("help wholasthour", .unknown("wholasthour", nearest: .wholasthr)),
    ("whoelse now", .extraArgument(.whoelse)),
    ("block", .missingArgument(.block)),
    ("block bob carol", .extraArgument(.block)),
    ("broadcast   ", .missingArgument(.broadcast)),
    ("message bob", .missingArgument(.message)),
    ("file bob", .missingArgument(.file)),
    ("fileget alice", .missingArgument(.fileget)),
    ("filedecline", .missingArgument(.filedecline)),
    ("help me now", .extraArgument(.help)),
  ])
  func errors(line: String, error: CommandError) {
    #expect(throws: error) { try CommandLineParser.parse(line) }
  }

  @Test func errorsNameTheNextStep() {
    #expect(CommandError.unknown("wholes", nearest: .whoelse).sentence.contains("\"whoelse\""))
    #expect(CommandError.unknown("wholes", nearest: .whoelse).sentence.contains("\"wholes\""))
    #expect(CommandError.missingArgument(.message).sentence.hasSuffix("message USER TEXT"))
    #expect(CommandError.extraArgument(.help).sentence.hasSuffix("help [COMMAND]"))
  }
}
