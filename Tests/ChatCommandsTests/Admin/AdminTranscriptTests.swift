import ChatTestSupport
import Testing

/// The administrator's session of the original's document, replayed to its end.
@Suite(.waiting, .serialized) struct AdminTranscriptTests {
  let room: AdminRoom
  let columbia: ChildProcess
  let steps: [Transcript.Step]

  init() throws {
    room = try AdminRoom()
    columbia = try SampleRoom.member("Columbia", of: room.server)
    steps = try Transcript(named: "admin").steps
  }

  @Test func onTheServersStandardInputAsTheOriginalDoes() throws {
    for step in steps {
      switch step.kind {
      case .typed(let line):
        room.server.process.send(line)
      case .shown(let pattern):
        let line = try AdminRoom.nextAnswer(of: room.server.process)
        #expect(LinePattern(pattern).matches(line), "line \(step.line): \"\(line)\"")
      default:
        Issue.record("line \(step.line) means nothing here")
      }
    }
    try expectEnd()
  }

  @Test func fromAnotherShell() throws {
    var typed = ""
    var shown: [String] = []
    for step in steps {
      if case .typed(let line) = step.kind { typed += line + "\n" }
      if case .shown(let line) = step.kind { shown.append(line) }
    }
    let admin = try room.admin([], input: typed)
    #expect(try admin.wait() == 0, "\(admin.errors)")
    let lines = admin.output.split(separator: "\n").map(String.init)
    #expect(LinePattern.match(lines, shown), "\(lines)")
    // The original's stop sequence is printed in both shells.
    let server = try room.server.process.rest()
    #expect(server.lines.suffix(10).elementsEqual(shown.suffix(10)))
    try expectEnd()
  }

  private func expectEnd() throws {
    #expect(try room.server.process.wait() == 0)
    #expect(try columbia.wait() == 1)
    #expect(
      try room.server.data.text(of: "para.txt") == "MaxCon 4\nBLOCK_TIME 50.0\nLAST_HOUR 120.0\nTIME_OUT 500.0\n")
  }
}
