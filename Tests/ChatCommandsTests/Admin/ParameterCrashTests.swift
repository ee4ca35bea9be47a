import ChatTestSupport
import Glibc
import Testing

/// kill -9 while parameters are set: para.txt is the old one or the new one, never neither, and the server starts.
@Suite(.waiting, .serialized) struct ParameterCrashTests {
  private static let rounds = TestLoad.isLight ? 8 : 24

  @Test func aKilledSetLeavesTheOldFileOrTheNewOne() throws {
    var random = SeededGenerator()
    let data = try TemporaryDirectory()
    var value = 0
    var carriedOut = 0
    for round in 0..<Self.rounds {
      let server = try ServerProcess(data: data)
      // What held at the end holds again.
      let get = try ChildProcess(Executable.path, ["admin", "get", "TIME_OUT", "--data", data.path])
      #expect(try get.wait() == 0)
      #expect(get.output == "TIME_OUT: \(value).0 seconds\n", "round \(round), seed \(random.seed)")

      let first = (round + 1) * 10_000
      let admin = try ChildProcess(Executable.path, ["admin", "--data", data.path])
      admin.write((first..<first + 2_500).map { "set TIME_OUT \($0)\n" }.joined())
      admin.closeInput()
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        try admin.expect("TIME_OUT: ")
      }
      // A moment that has nothing to do with that of an answer.
      for _ in 0..<Int.random(in: 0...2_000, using: &random) { sched_yield() }
      try server.process.crash()
      #expect(try admin.wait() == EX_TEMPFAIL, "\(admin.errors)")

      let answered = first - 1 + admin.output.split(separator: "\n").count
      let text = try data.text(of: "para.txt")
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.dropLast(2) == ["MaxCon 1000", "BLOCK_TIME 60.0", "LAST_HOUR 3600.0"], "seed \(random.seed)")
      let found = lines.dropLast().last.flatMap { Int($0.dropFirst("TIME_OUT ".count).dropLast(".0".count)) } ?? 0
      // What was answered is there; the next one may be.
      #expect([answered, answered + 1].contains(found), "\(text), round \(round), seed \(random.seed)")
      carriedOut += found == answered ? 0 : 1
      value = found
    }
    print("a killed set: \(carriedOut) of \(Self.rounds) were carried out unanswered")
    _ = try ServerProcess(data: data)
    // What was half-written is gone.
    #expect(try data.names().filter { $0.hasPrefix(".") } == [])
  }
}
