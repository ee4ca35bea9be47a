import ChatTestSupport
import Foundation
import Testing

/// `chatctl log …` over logs that were written before, with the built executable.
@Suite(.waiting) struct LogCommandTests {
  let fixture: LogFixture
  let old = [
    #"{"time":"2014-03-04T20:00:00.000Z","level":"info","event":"start","detail":"x"}"#,
    #"{"time":"2014-03-04T20:30:00.000Z","level":"info","event":"log-in","user":"Ann","address":"10.0.0.1","resumed":"no"}"#,
    #"{"time":"2014-03-04T20:31:00.000Z","level":"info","event":"command","user":"Ann","command":"message","target":"bob"}"#,
  ]
  let new = [
    #"{"time":"2014-03-04T21:00:00.000Z","level":"warning","event":"log-in-failed","user":"bob","address":"10.0.0.2","triesLeft":2}"#,
    #"{"time":"2014-03-04T21:10:00.000Z","level":"info","event":"file-stored","user":"bob","recipient":"Ann","file":"My \u001b]0;x\u0007.txt","size":5}"#,
  ]

  init() throws {
    fixture = try LogFixture()
    try fixture.write(old, to: "log_2014-03-04_20:31:00.log")
    try fixture.write(new, to: "server.log")
  }

  @Test(arguments: [
    (["--user", "ann"], [1, 2, 4]), (["--user", "bob"], [2, 3, 4]), (["--event", "log-in-failed"], [3]),
    (["--event", "log-in", "--event", "start"], [0, 1]), (["--address", "10.0.0.1"], [1]),
    (["--since", "2014-03-04T21:00:00Z"], [3, 4]), (["--until", "2014-03-04 20:30:00Z"], [0, 1]),
    (["--since", "2014-03-04T20:30:30Z", "--until", "2014-03-04T21:05:00Z"], [2, 3]), (["my"], [4]),
    (["--since", "30w", "x"], []), ([], [0, 1, 2, 3, 4]),
  ])
  func search(words: [String], found: [Int]) throws {
    let process = try fixture.start(["search", "--json"] + words)
    #expect(try process.wait() == (found.isEmpty ? 1 : 0))
    #expect(process.output == found.map { (old + new)[$0] + "\n" }.joined())
  }

  @Test func linesForPeople() throws {
    let result = try fixture.run("show", "server.log", environment: ["TZ": "UTC"])
    #expect(
      result.lines == [
        "2014-03-04 21:00:00 warning log-in-failed user=bob address=10.0.0.2 triesLeft=2",
        #"2014-03-04 21:10:00 info    file-stored user=bob recipient=Ann file="My ^[]0;x^G.txt" size=5"#,
      ])
    let elsewhere = try fixture.run("tail", "-n", "1", environment: ["TZ": "EST5"])
    #expect(elsewhere.lines.first?.hasPrefix("2014-03-04 16:10:00 info") == true)
  }

  @Test func coloursAreForTerminals() throws {
    for (environment, isColoured) in [(["TERM=xterm"], true), (["TERM=xterm", "NO_COLOR=1"], false)] {
      let terminal = try PseudoTerminal()
      try terminal.spawn(
        Executable.path, ["log", "tail", "--data", fixture.data.path], environment: environment + ["LC_ALL=C.UTF-8"])
      #expect(try terminal.wait() == 0)
      #expect(terminal.text.contains("\u{1B}[33mwarning") == isColoured)
      #expect(!terminal.text.contains("\u{1B}]"))
    }
  }

  @Test func aTornOrForeignLineIsShownAsSuch() throws {
    try fixture.data.write(#"{"time":"2014-03-04T21"# + "\u{1B}[2J", to: "logs/server.log")
    let text = try fixture.run("tail")
    #expect(text.code == 0)
    #expect(text.lines == [#"(not a whole line) {"time":"2014-03-04T21^[[2J"#])
    let json = try fixture.run("tail", "--json")
    #expect(json.lines == [#"{"event":"not-a-whole-line","raw":"{\"time\":\"2014-03-04T21\u001b[2J"}"#])
    #expect(try fixture.run("stats").code == 0)
    #expect(try fixture.run("list").code == 0)
  }

  @Test func theListIsNewestFirst() throws {
    let json = try fixture.run("list", "--json")
    let names = try json.lines.map { line in
      try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])["name"] as? String
    }
    #expect(names == ["server.log", "log_2014-03-04_20:31:00.log"])
    #expect(try fixture.run("list").lines.first?.hasPrefix("server.log") == true)
  }

  @Test func statistics() throws {
    let json = try fixture.run("stats", "--by", "user", "--json")
    #expect(
      json.lines == [
        #"{"user":"Ann","logIns":1,"messages":1,"transfers":0,"failures":0,"commandsLeftOut":0}"#,
        #"{"user":"bob","logIns":0,"messages":0,"transfers":1,"failures":1,"commandsLeftOut":0}"#,
      ])
    for width in [70, 120] {
      let text = try fixture.run("stats", environment: ["COLUMNS": String(width), "TZ": "UTC"])
      #expect(text.lines.map { $0.prefix(16) } == ["hour            ", "2014-03-04 20:00", "2014-03-04 21:00"])
      #expect(text.lines.map(\.count).max() == width)
    }
    let since = try fixture.run("stats", "--since", "2014-03-04T21:00:00Z", "--json")
    #expect(since.lines.count == 1)
  }

  @Test func whatIsMissingIsSaid() throws {
    let unknown = try fixture.run("show", "log_2014-03-04_20:31:01.log")
    #expect(unknown.code == 1)
    #expect(unknown.errors.contains("the nearest is log_2014-03-04_20:31:00.log"))
    #expect(try fixture.run("show", fixture.data.path(of: "logs/server.log")).lines.count == 2)
    #expect(try fixture.run("show", "/nonexistent/x.log").code == 1)
    let event = try fixture.run("search", "--event", "log-inn")
    #expect(event.code == 64)
    #expect(event.errors.contains("the nearest is log-in"))
    #expect(try fixture.run("search", "--since", "soon").code == 64)

    let empty = try LogFixture()
    for words in [["tail"], ["list"], ["search"], ["stats"], ["show", "server.log"]] {
      let process = try empty.start(words)
      #expect(try process.wait() == 1)
      #expect(process.errors.hasPrefix("chatctl: there are no logs in \(empty.data.path)/logs yet"))
      #expect(process.output.isEmpty)
    }
    let none = try ChildProcess(Executable.path, ["log", "tail", "--data", "/nonexistent/data"])
    #expect(try none.wait() == 1)
    #expect(none.errors.contains("there is no data directory /nonexistent/data"))
  }

  @Test func aClosedPipeEndsQuietly() throws {
    try fixture.write(Array(repeating: old[1], count: 20_000), to: "server.log")
    let command =
      "\(Executable.path) log show server.log --data \(fixture.data.path) 2>&1 | head -n 1; exit ${PIPESTATUS[0]}"
    let shell = try ChildProcess("/bin/bash", ["-c", command])
    #expect(try shell.wait() == 0)
    #expect(shell.output.split(separator: "\n").count == 1)
  }

  @Test func everyHelpHasAnExample() throws {
    for name in ["tail", "list", "show", "search", "stats", "explain", "events"] {
      let help = try ChildProcess(Executable.path, ["log", name, "--help"])
      #expect(try help.wait() == 0)
      #expect(help.output.contains("Example: chatctl log \(name)"))
    }
    #expect(try fixture.run("events").lines.count > 20)
  }
}
