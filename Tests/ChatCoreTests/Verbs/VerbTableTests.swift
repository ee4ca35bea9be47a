import Testing

@testable import ChatCore

/// Every row of the tables of verbs is complete, and what it says of itself is true.
@Suite struct VerbTableTests {
  @Test func helpListsEveryCommandWithItsArguments() {
    let lines = ChatVerbs.table.help()
    #expect(lines.count == ChatVerbs.table.words.count)
    for (line, row) in zip(lines, ChatVerbs.table.verbs.filter { $0.doors != .json }) {
      #expect(line.hasPrefix("  " + row.usage + "  ") || line.hasPrefix("  " + row.usage + " "))
      #expect(line.hasSuffix(row.help))
    }
    let original = [
      "whoelse", "wholasthr", "broadcast TEXT", "message USER TEXT", "block USER", "unblock USER", "file USER FILE",
      "fileget [USER FILE]", "filedecline USER FILE", "logout",
    ]
    #expect(ChatVerbs.table.verbs.prefix(10).map(\.usage) == original)
  }

  @Test func aChatsRowsAreComplete() throws {
    try check(ChatVerbs.table) { verb, command in
      // What is asked of the server is logged under the word that was typed.
      guard case .ask(let request) = command, verb.word != "files" else { return }
      #expect(request.loggedAs?.name == verb.word)
    }
  }

  @Test func theOperatorsRowsAreComplete() throws {
    try check(AdminVerbs.table) { verb, meaning in
      switch meaning {
      case .command(let command), .askConfirmation(let command, _):
        #expect(command.logText?.hasPrefix(verb.word) ?? true, "\(verb.word)")
      case .askPassword(let user, _): #expect(user == "bob")
      case .askValue: Issue.record("\(verb.word) asks for a value")
      }
    }
  }

  private func check<Command>(
    _ table: VerbTable<Command>, _ examine: (Verb<Command>, Command) -> Void
  ) throws {
    let words = table.verbs.map(\.word)
    #expect(Set(words).count == words.count, "two rows of one word")
    for verb in table.verbs {
      let typed = verb.typedArguments
      #expect(!verb.help.isEmpty && verb.help.last != ".", "\(verb.word)")
      #expect(typed.dropLast().allSatisfy { $0.extent == .word }, "\(verb.word): only the last argument takes the rest")
      #expect(Set(verb.arguments.map(\.name)).count == verb.arguments.count, "\(verb.word): two arguments of one name")
      guard verb.doors != .json else { continue }
      #expect(table.help(on: verb.word).first?.trimmed().hasPrefix(verb.usage) == true)
      #expect(table.completion(of: "").words.contains(verb.word))
      #expect((verb.example == nil) == (typed.isEmpty && verb.options.isEmpty), "\(verb.word) needs an example")
      let example = verb.example ?? verb.word
      #expect(table.verb(of: example)?.word == verb.word)
      examine(verb, try table.parse(example))
      // Every word of the example that can be completed is offered something.
      var before = verb.word
      for (argument, word) in zip(typed, example.split(separator: " ").dropFirst()) {
        let completion = table.completion(of: before + " ")
        switch argument.kind {
        case .text, .newPerson, .number, .entry: #expect(completion.wanted == nil)
        case .key, .verb: #expect(completion.words.contains(String(word)), "\(example)")
        default: #expect(completion.wanted == argument.kind, "\(example)")
        }
        before += " \(word)"
      }
      if typed.first?.need == .optional || typed.isEmpty {
        #expect(throws: Never.self) { try table.parse(verb.word) }
      } else {
        #expect(throws: (any Error).self) { try table.parse(verb.word) }
      }
    }
  }
}
