import ChatCore
import Testing

@testable import ChatClient

@Suite struct RequestLineTests {
  @Test func aRequestIsRead() throws {
    let line = try Self.read(#"{"request":"message","to":"bob","body":"a\nb \ud83d\ude00","tag":7}"#)
    #expect(line?.content == .request(.message(to: "bob", body: "a\nb 😀")))
    #expect(line?.tag == .number(7))
    #expect(try Self.read(#"{"tag":"x","request":"whoelse","more":[1]}"#)?.tag == .text("x"))
    #expect(try Self.read(#"{"request":"quit"}"#)?.content == .quit)
    #expect(
      try Self.read(#"{"request":"search","text":"hi","with":"bob","before":9}"#)?.content
        == .request(.lookBack(LogQuery(text: "hi", person: "bob", before: EntryID(rawValue: 9), limit: 20))))
    #expect(
      try Self.read(#"{"request":"filedecline","from":"bob","file":"a b"}"#)?.content
        == .request(.declineFile(from: "bob", name: "a b")))
  }

  @Test func aBlankLineIsNone() throws {
    #expect(try Self.read(" \t\r") == nil)
  }

  @Test(arguments: [
    ("hello", "The line is no JSON, or no UTF-8."),
    ("[]", "The line is no JSON object."),
    ("{}", "The member \"request\" is missing."),
    (#"{"request":5}"#, "The member \"request\" is of the wrong type."),
    (#"{"request":"message","to":"bob","tag":{}}"#, "The member \"tag\" is of the wrong type."),
    (#"{"request":"broadcast"}"#, "The request \"broadcast\" needs the member \"body\"."),
    (#"{"request":"history","before":0}"#, "The member \"before\" is from 1 to 4611686018427387904."),
    (
      #"{"request":"search","text":"x","before":4611686018427387905}"#,
      "The member \"before\" is from 1 to 4611686018427387904."
    ),
  ])
  func whatIsNoRequestIsExplained(_ text: String, _ reason: String) {
    #expect(throws: RequestLine.Problem(reason: reason)) { try Self.read(text) }
  }

  @Test func whatIsUnknownKeepsItsTag() {
    do {
      _ = try Self.read(#"{"request":"shout","tag":"t"}"#)
      Issue.record("it was taken")
    } catch {
      #expect(error.tag == .text("t"))
      #expect(error.reason.contains("broadcast"))
    }
  }

  @Test func everyWordTakesItsMembers() throws {
    for verb in RequestLine.verbs {
      let members = verb.arguments.filter { $0.need == .needed }.map(\.name)
      let line = #"{"request":""# + verb.word + "\"" + members.map { #",""# + $0 + #"":"v""# }.joined() + "}"
      #expect(throws: Never.self) { try Self.read(line) }
      for left in members {
        let others = members.filter { $0 != left }.map { #",""# + $0 + #"":"v""# }.joined()
        #expect(throws: RequestLine.Problem.self) {
          try Self.read(#"{"request":""# + verb.word + "\"" + others + "}")
        }
      }
    }
  }

  /// What is typed and what is written in JSON is one request.
  @Test func everyExampleIsTheSameInJSON() throws {
    for verb in RequestLine.verbs where verb.doors == .both {
      let example = verb.example ?? verb.word
      var words = example.split(separator: " ").dropFirst()
      let members = verb.typedArguments.map { argument in
        let value = argument.extent == .rest ? words.joined(separator: " ") : String(words.popFirst() ?? "")
        return #","\#(argument.name)":"# + (argument.isNumber ? value : "\"\(value)\"")
      }
      let content = try Self.read(#"{"request":"\#(verb.word)"\#(members.joined())}"#)?.content
      switch try ChatVerbs.table.parse(example) {
      case .ask(let request): #expect(content == .request(request))
      case .leave: #expect(content == .quit)
      case let other: Issue.record("\(verb.word) is no request but \(other)")
      }
    }
  }

  @Test func linesAreCutAndBounded() {
    var cutter = RequestLineCutter()
    cutter.input.add(Array("one\ntw".utf8))
    #expect(cutter.next() == .bytes(Array("one".utf8)))
    #expect(cutter.next() == nil)
    cutter.input.add(Array("o\n".utf8))
    #expect(cutter.next() == .bytes(Array("two".utf8)))
    for _ in 0..<10 {
      cutter.input.add([UInt8](repeating: 0x61, count: 20_000))
      #expect(cutter.next() == nil)
    }
    cutter.input.add(Array("\nlast".utf8))
    #expect(cutter.next() == .tooLong)
    cutter.input.add([])
    #expect(cutter.next() == .bytes(Array("last".utf8)))
    #expect(cutter.next() == nil)
    #expect(cutter.isExhausted)
  }

  private static func read(_ text: String) throws(RequestLine.Problem) -> RequestLine? {
    try RequestLine(.bytes(Array(text.utf8)))
  }
}
