import ChatTestSupport
import Foundation
import Testing

/// What `chatctl serve` itself prints, from its first line to its last.
@Suite(.waiting) struct ServeTests {
  private static let backup = """
    [backup]MaxCon, BLOCK_TIME, LAST_HOUR, TIME_OUT all have been stored.
    [backup]user_password repository has been stored.
    [backup]message_rep has been stored.
    [backup]file_rep has been stored.
    [backup]block_rep has been stored.
    [backup]list_block has been stored.

    """

  @Test(arguments: [(SIGINT, "\"Ctrl+C\""), (SIGTERM, "signal SIGTERM")])
  func fromStartToStop(_ signal: Int32, cause: String) throws {
    let server = try ServerProcess()
    let alice = try server.member("alice")
    try server.process.expect("\"alice\" has logged in from 127.0.0.1\n")
    server.process.signal(signal)
    try alice.expectLines("The server is going to stop. You will log out from the server automatically.")
    #expect(try server.process.wait() == 0)
    let output = server.process.output
    #expect(
      output.hasPrefix(
        """
        Server is running now...
        Server is listening for connections now... 127.0.0.1:\(server.port)
        The data directory is \(server.data.path)

        """))
    let last = try #require(output.firstRange(of: "The server_stop"))
    #expect(output[..<last.lowerBound].hasSuffix("\"alice\" has logged out (server stopped)\n"))
    #expect(
      output[last.lowerBound...] == """
        The server_stop notification has been sent to all the online clients, and they will automatically log out right \
        now.
        \(Self.backup)The server is being stopped via \(cause).
        The server has stopped! Bye!
        [backup]server log has been saved.

        """)
    #expect(server.process.errors.isEmpty)
  }

  @Test func whatHappensStandsOnTheConsole() throws {
    let server = try SampleRoom().server
    for lines in [["facebook", "12"], ["facebook", "wastingtime", "message Columbia hi", "logout"]] {
      let guest = try server.guest()
      for line in lines {
        _ = try guest.answer(to: line)
      }
      try guest.wait()
    }
    server.process.signal(SIGTERM)
    #expect(try server.process.wait() == 0)
    let happened = server.process.output.split(separator: "\n").filter { $0.contains(#/^\[\d\d:\d\d:\d\d\] /#) }
    #expect(
      happened.map { $0.dropFirst(11) } == [
        "a connection from 127.0.0.1 was opened",
        "wrong password for \"facebook\" from 127.0.0.1",
        "a connection from 127.0.0.1 was closed before a log-in",
        "a connection from 127.0.0.1 was opened",
        "\"facebook\" has logged in from 127.0.0.1",
        "\"facebook\" used message for \"Columbia\"",
        "\"facebook\" has logged out (logout)",
      ])
    #expect(!server.process.output.contains("wastingtime"))
  }

  @Test func theLogIsNamedByTheTimeOfStoppingAndHoldsAnObjectALine() throws {
    let server = try SampleRoom().server
    let guest = try server.guest()
    for line in ["facebook", "wastingtime", "message Columbia \"quoted\"\u{2028}text", "logout"] {
      _ = try guest.answer(to: line)
    }
    #expect(try server.data.names(in: "logs") == ["server.log"])
    server.process.signal(SIGINT)
    #expect(try server.process.wait() == 0)
    let names = try server.data.names(in: "logs")
    #expect(names.count == 1)
    let name = try #require(names.first)
    #expect(name.wholeMatch(of: #/log_\d{4}-\d\d-\d\d_\d\d:\d\d:\d\d\.log/#) != nil)
    let text = try server.data.text(of: "logs/\(name)")
    #expect(!text.contains("wastingtime") && !text.contains("quoted"))
    let events = try text.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return try #require(object?["event"] as? String)
    }
    #expect(events == ["start", "connect", "log-in", "command", "log-out", "backup", "stop"])
  }

  @Test func aCopyOfTheOriginalsFilesIsPutAside() throws {
    let server = try SampleRoom().server
    let guest = try server.guest()
    for line in ["facebook", "wastingtime", "message Columbia off-line", "block Google", "logout"] {
      _ = try guest.answer(to: line)
    }
    server.process.signal(SIGINT)
    #expect(try server.process.wait() == 0)
    let names = try server.data.names(in: "backups")
    #expect(names.count == 1)
    let name = try #require(names.first)
    #expect(name.wholeMatch(of: #/stop_\d{4}-\d\d-\d\d_\d\d:\d\d:\d\d\.tar/#) != nil)
    let copy = try TemporaryDirectory()
    let tar = try ChildProcess("/bin/tar", ["-xf", server.data.path(of: "backups/\(name)"), "-C", copy.path])
    #expect(try tar.wait() == 0)
    #expect(
      try copy.names(in: "text") == [
        "block_rep.txt", "file_rep.txt", "list_block.txt", "message_rep.txt", "para.txt", "user_pass.txt",
      ])
    #expect(try copy.text(of: "text/message_rep.txt") == "Columbia facebook(private) Columbia off-line\n")
    #expect(try copy.text(of: "text/block_rep.txt").hasPrefix("Google:facebook \n"))
    #expect(try copy.text(of: "text/para.txt") == Samples.text(of: "para.txt"))
  }

  @Test func filesOfTheOriginalAreImportedOnce() throws {
    let data = try TemporaryDirectory()
    try Samples.copy(into: data)
    for isFirst in [true, false] {
      let server = try ServerProcess(data: data)
      #expect(
        server.process.output.hasPrefix("Importing the files of the original system from \(data.path) ...\n") == isFirst
      )
      #expect(server.process.output.contains("Imported 9 users, 0 messages,") == isFirst)
      let guest = try server.guest()
      try guest.expectAnswer(to: "facebook", ["Please enter your password:"])
      server.process.signal(SIGTERM)
      #expect(try server.process.wait() == 0)
    }
  }

  @Test func withoutATerminalTheSignalOfAClosedWindowReadsTheParametersAgain() throws {
    let data = try TemporaryDirectory()
    let server = try ServerProcess(data: data, ownSession: true)
    try data.replace("para.txt", with: "MaxCon 0\n")
    server.process.signal(SIGHUP)
    try server.process.expect("para.txt: MaxCon: 1000 -> 0\n")
    #expect(try server.client().rest().code == 1)
    try data.replace("para.txt", with: "MaxCon many\n")
    server.process.signal(SIGHUP)
    try server.process.expect("para.txt:1: ")
    #expect(try server.client().rest().code == 1)
  }
}
