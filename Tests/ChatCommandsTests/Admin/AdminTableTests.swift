import ChatCore
import ChatTestSupport
import Foundation
import Testing

/// Every row of the operator's commands from a second process, and the same answers behind every face.
@Suite(.waiting, .serialized) struct AdminTableTests {
  private static let all = AdminScript.steps + [AdminScript.stop]

  @Test func everyVerbIsInTheScript() {
    for verb in AdminVerbs.table.verbs {
      let lines = Self.all.filter { $0.word == verb.word && $0.refusal == nil }.map(\.line)
      #expect(lines.contains { $0.split(separator: " ").first == verb.word[...] }, "\(verb.word)")
      for alias in verb.aliases {
        #expect(lines.contains(alias.phrase), "the original's \"\(alias.phrase)\"")
      }
    }
  }

  @Test func byArguments() throws {
    let room = try AdminRoom()
    for step in Self.all {
      let process = try room.admin(
        step.line.split(separator: " ").map(String.init), input: step.input.map { $0 + "\n" })
      let code = try process.wait()
      let lines = Self.lines(process.output)
      #expect(code == step.code, "\(step.line): \(process.errors)")
      #expect(
        LinePattern.match(lines, [step.question].compactMap { $0 } + step.answer), "\(step.line): \(lines)")
      #expect(process.errors == (step.refusal.map { "chatctl: \($0)\n" } ?? ""), "\(step.line)")
    }
    try expectEnd(of: room)
  }

  @Test func byArgumentsInJSON() throws {
    let room = try AdminRoom()
    for step in Self.all {
      let words = step.line.split(separator: " ").map(String.init)
      let process = try room.admin(["--json"] + words, input: step.input.map { $0 + "\n" })
      let code = try process.wait()
      #expect(code == step.code, "\(step.line): \(process.errors)")
      let lines = Self.lines(process.output)
      #expect(lines.isEmpty == (step.refusal != nil), "\(step.line): \(lines)")
      #expect(step.json == ["text"] || lines.count <= 1, "\(step.line): \(lines)")
      for line in lines {
        let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(object?.keys.sorted() == step.json, "\(step.line): \(line)")
      }
      let said = step.refusal.map { "chatctl: \($0)" } ?? step.question
      #expect(Self.lines(process.errors) == [said].compactMap { $0 }, "\(step.line)")
    }
    try expectEnd(of: room)
  }

  @Test func byAScript() throws {
    let room = try AdminRoom()
    let script = Self.all.map { $0.line + "\n" + ($0.input.map { $0 + "\n" } ?? "") }.joined()
    let process = try room.admin(["--keep-going"], input: "# a remark\n\n" + script)
    // The first refusal's code, though all that follows was carried out.
    #expect(try process.wait() == Self.all.first { $0.code != 0 }?.code)
    let lines = Self.lines(process.output)
    let expected = Self.all.flatMap { [$0.question].compactMap { $0 } + $0.answer }
    for (line, pattern) in zip(lines, expected) where !LinePattern(pattern).matches(line) {
      Issue.record("\"\(line)\" came instead of \"\(pattern)\"")
      break
    }
    #expect(lines.count == expected.count)
    #expect(Self.lines(process.errors) == Self.all.compactMap(\.refusal).map { "chatctl: \($0)" })
    try expectEnd(of: room)
  }

  @Test func onTheServersStandardInput() throws {
    let room = try AdminRoom()
    let server = room.server.process
    for step in Self.all {
      server.send(step.line)
      if let input = step.input {
        server.send(input)
      }
      for pattern in ([step.question].compactMap { $0 } + step.answer + [step.refusal].compactMap { $0 }) {
        let line = try AdminRoom.nextAnswer(of: server)
        try #require(LinePattern(pattern).matches(line), "\(step.line): \"\(line)\" came instead of \"\(pattern)\"")
      }
    }
    try expectEnd(of: room)
  }

  /// What the script leaves is the same whichever way it came.
  private func expectEnd(of room: AdminRoom) throws {
    try room.facebook.expect("System(broadcast): cake at five")
    try room.facebook.expect("You were put out by the administrator: too loud")
    // It was stopped to be started anew.
    #expect(try room.server.process.wait() == EX_TEMPFAIL)
    #expect(
      try room.server.data.text(of: "para.txt") == "MaxCon 4\nBLOCK_TIME 5000.0\nLAST_HOUR 120.0\nTIME_OUT 600.0\n")
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init)
  }
}
