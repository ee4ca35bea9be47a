import ChatCore
import ChatTestSupport
import Testing

@testable import ChatServer

/// What is written is read back, and nothing in a line can act on a terminal.
@Suite struct LogLineTests {
  static let events: [ServerEvent] = [
    .connected(address: "127.0.0.1"), .disconnected(address: "127.0.0.1"), .connectsLeftOut(count: 7),
    .refusedFull(address: "a", maxCon: 3),
    .connectionRefused(address: "a", .address), .connectionsLeftOut(reason: .descriptors, count: 9),
    .loggedIn(user: "ann", address: "a", resumed: true), .logInFailed(user: "ann", address: "a", triesLeft: 2),
    .logInBlocked(user: "ann", address: "a", seconds: 60), .logInRefused(user: nil, address: "a", .unknownName),
    .logInRefused(user: "ann", address: "a", .blocked(seconds: 1.5)),
    .logInRefused(user: "ann", address: "a", .alreadyOnline),
    .logInRefused(user: "ann", address: "a", .tooManyFailures(seconds: 9.5)),
    .logInRefused(user: "ann", address: "a", .full(maxCon: 1)), .logInsLeftOut(address: "a", count: 7),
    .loggedOut(user: "ann", address: "a", .timedOut), .connectionLost(user: "ann", address: "a", grace: 30),
    .registered(user: "ann", address: "a"), .deregistered(user: "ann", address: "a"),
    .passwordChanged(user: "ann", address: "a"),
    .command(user: "ann", name: "whoelse", target: nil),
    .command(user: "ann", name: "message", target: "bob", body: "hi"), .commandsLeftOut(user: "ann", count: 5),
    .fileStored(user: "ann", recipient: "bob", file: "\u{1B}]0;x\u{7}\u{202E}\"\\\r", size: 9),
    .fileFetched(user: "bob", sender: "ann", file: "f"), .fileDeclined(user: "bob", sender: "ann", file: "f"),
    .transferFailed(user: "ann", reason: "no"), .readOnly(.full), .writable, .diskSilent, .diskAnswers,
  ]

  @Test(arguments: events) func aLineHasTheFieldsOfItsRow(event: ServerEvent) throws {
    let time = WallTime(microseconds: 1_393_968_750_125_000)
    let text = event.line(at: time).finished
    #expect(text.hasSuffix("}\n"))
    let body = String(text.dropLast())
    #expect(!body.unicodeScalars.contains(where: TerminalSanitizer.isUnsafe))

    let line = LoggedLine(body.utf8)
    let row = try #require(LogEvent.named(line.event))
    #expect(line.time == time)
    #expect(line.level == row.level)
    let names = line.fields.map(\.name)
    let possible = row.fields.map { $0.hasSuffix("?") ? String($0.dropLast()) : $0 }
    #expect(names == possible.filter(names.contains))
    #expect(Set(row.fields.filter { !$0.hasSuffix("?") }).isSubset(of: names))
    if case .fileStored(_, _, let file, _) = event {
      #expect(line.field("file")?.text == file)
    }
  }

  @Test func everyRowHasItsOwnName() {
    #expect(Set(LogEvent.all.map(\.name)).count == LogEvent.all.count)
    let written = Set(Self.events.map { $0.row.kind.name })
    let others = [
      "start", "stop", "admin", "reload", "reload-error", "store-error", "sync-error", "backup", "backup-error",
      "certificate", "certificate-error", "certificate-ends", "stranger", "strangers-left-out",
    ]
    #expect(Set(LogEvent.all.map(\.name)) == written.union(others).union(["accept-error", "lines-lost"]))
  }

  @Test(arguments: [
    "", "{", "{}", "nonsense", "[1]", #"{"time":"2014-03-04T21:32:30.125+01:00","level":"info","event":"connect""#,
    #"{"time":"2014-03-04T21:32:30.125+01:00","level":"info","event":"connect"} x"#, #"{"time":1,"event":"x"}"#,
    #"{"time":"2014-13-04T21:32:30Z","event":"x"}"#, #"{"event":"\ud8"}"#, #"{"event":"\"#, #"{"a":{"b":1}}"#,
    #"{"a":}"#,
    "{\"a\":\"\u{1}\"}",
  ])
  func whatIsNoLineIsKeptAsText(text: String) {
    let line = LoggedLine(text.utf8)
    #expect(!line.isWhole)
    #expect(line.raw == text)
    #expect(!line.json.unicodeScalars.contains(where: TerminalSanitizer.isUnsafe))
  }

  @Test func anyCutOrAlteredLineIsRead() {
    var generator = SeededGenerator()
    let lines = Self.events.map { Array($0.line(at: WallTime(microseconds: 0)).finished.utf8) }
    for _ in 0..<3_000 {
      var bytes = lines.randomElement(using: &generator) ?? []
      bytes.removeLast(Int.random(in: 0...bytes.count, using: &generator))
      for index in bytes.indices where Int.random(in: 0..<20, using: &generator) == 0 {
        bytes[index] = UInt8.random(in: 0...255, using: &generator)
      }
      let line = LoggedLine(bytes)
      #expect(!line.json.unicodeScalars.contains(where: TerminalSanitizer.isUnsafe), "seed \(generator.seed)")
    }
  }

  @Test func escapesOfOtherWritersAreRead() {
    let line = LoggedLine(
      #"{ "time" : "2014-03-04T20:32:30Z", "event" : "x", "s" : "\u0041\ud83d\ude00\/\b\f\r", "n" : -1.5e3, "l" : null }"#
        .utf8)
    #expect(line.field("s")?.text == "A😀/\u{8}\u{C}\r")
    #expect(line.field("n") == .number("-1.5e3"))
    #expect(line.field("l") == .number("null"))
  }
}
