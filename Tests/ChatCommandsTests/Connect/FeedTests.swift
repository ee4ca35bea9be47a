import ChatTestSupport
import Glibc
import Testing

/// Text in a pipe: `make | chatctl connect … --to bob`.
@Suite(.waiting, .serialized) struct FeedTests {
  @Test func linesArriveInOrderAndNothingIsPrinted() throws {
    let house = try BotHouse("bot", "bob", "carol")
    let bob = try house.program("bob", "--json", "--stay")
    try bob.expect("caught-up")
    let lines = (1...300).map { "line \($0)" }
    let run = try house.run(
      "bot", "--to", "bob", "--to", "carol", "--to", "BOB", input: lines.joined(separator: "\n\n") + "\n")
    #expect(run.output.isEmpty)
    #expect(run.errors.isEmpty)
    #expect(run.code == 0)
    for line in lines {
      try bob.expect(#""from":"bot","sender":"account","body":"\#(line)"}"# + "\n")
    }
    #expect(try house.missed("carol") == lines.map { "bot(private): \($0)" })
  }

  @Test func garbageAndLongLinesAreKept() throws {
    let house = try BotHouse("bot", "bob")
    let long = String(repeating: "0123456789", count: 5_000)
    let run = try house.run("bot", "--to", "bob", input: "nul\u{0}nul\n" + HostileText.all + "\n" + long)
    #expect(run.code == 0)
    let lines = try house.missed("bob")
    #expect(lines.first == "bot(private): nul^@nul")
    #expect(HostileText.danger(in: lines.joined()) == nil)
    let isWhole = lines.suffix(7).map { $0.dropFirst("bot(private): ".count) }.joined() == long
    #expect(isWhole)
  }

  @Test func itWaitsUntilEverythingIsShown() throws {
    let house = try BotHouse("bot", "bob")
    let bot = try house.program("bot", "--to", "bob", "--wait-delivered", "--timeout", "1m")
    bot.write("one\ntwo\n")
    bot.closeInput()
    let bob = try house.program("bob", "--json", "--stay")
    try bob.expect(#""body":"two""#)
    #expect(try bot.wait() == 0)
    bob.signal(SIGTERM)
    #expect(try bob.wait() == 0)
    let late = try house.run("bot", "--to", "bob", "--wait-delivered", "--timeout", "0.2s", input: "three\n")
    #expect(late.code == 1)
    #expect(late.errors == "chatctl: not all was shown to its receivers within 0.2 seconds.\n")
  }

  @Test func theWholeIsOneMessage() throws {
    let house = try BotHouse("bot", "bob")
    #expect(try house.run("bot", "--to", "bob", "--whole", input: "one\n\n  two\n").code == 0)
    #expect(try house.missed("bob") == ["bot(private): one", "  | ", "  |   two"])
  }

  @Test func aRefusalIsTold() throws {
    let house = try BotHouse("bot", "bob")
    var run = try house.run("bot", "--to", "nobody", input: "one\ntwo\n")
    #expect(run.code == 1)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("chatctl: the server refused a message: There is no user \"nobody\"."))
    #expect(run.errors.split(separator: "\n").count == 1)
    try house.directory.write("wrong\n", to: "password")
    run = try house.run("bot", "--to", "bob", input: "one\n")
    #expect(run.code == 77)
    #expect(run.errors == "chatctl: That is not the password of \"bot\". It was tried once, and is not tried again.\n")
  }

  @Test func aFeedThatWasHeldBackHasLoggedOutWhenItEnds() throws {
    let house = try BotHouse("bot", "bob", options: ["--message-rate", "10", "--message-burst", "1"])
    // What is owed for these is longer than the farewell was waited for.
    let lines = (1...28).map { "\($0)\n" }
    #expect(try house.run("bot", "--to", "bob", input: lines.joined()).code == 0)
    let next = try house.run("bot", "--to", "bob", input: "next\n")
    #expect(next.code == 0)
    #expect(next.errors.isEmpty)
  }

  @Test func aFullMailboxDoesNotHideWhatOthersGot() throws {
    let house = try BotHouse("bot", "bob", "carol", options: ["--max-mailbox-messages", "3"])
    let run = try house.run("bot", "--to", "bob", input: (1...9).map { "\($0)\n" }.joined())
    #expect(run.code == 1)
    #expect(run.errors.hasSuffix(" 3 messages are stored.\n"))
    let both = try house.run("bot", "--to", "bob", "--to", "carol", input: "news\n")
    #expect(both.code == 1)
    #expect(both.errors.hasSuffix(" Stored are: 0 for bob, 1 for carol.\n"))
    #expect(try house.missed("carol") == ["bot(private): news"])
  }

  @Test func whoReadsSlowlyIsWaitedForInBoundedMemory() throws {
    let house = try BotHouse("bot", "bob", options: ["--message-rate", "200", "--message-burst", "200"])
    let arguments =
      house.server.connectArguments + [
        "--user", "bot", "--password-file", house.directory.path(of: "password"), "--broadcast",
      ]
    let bot = try ChildProcess(
      "/bin/bash", ["-c", "exec \"$0\" \"$@\" < <(yes)", Executable.path] + arguments,
      environment: house.server.clientEnvironment)
    let bob = try house.program("bob", "--json", "--stay", "--no-history")
    try bob.expect("caught-up")
    for _ in 0..<600 { try bob.expect(#""body":"y""#) }
    let memory = ProcessMemory(of: bot.pid)
    #expect(memory.peak > 0)
    // A sanitizer takes memory of its own.
    if !TestLoad.isSanitized {
      #expect(memory.peak < 120 << 20, "\(memory.peak) bytes")
    }
    bot.signal(SIGTERM)
    #expect(try bot.wait() == 1)
  }

  @Test func aServerThatDiesLeavesTheOutcomeOpen() throws {
    let house = try BotHouse("bot", "bob", options: ["--message-rate", "10", "--message-burst", "10"])
    let bot = try house.program("bot", "--broadcast")
    let bob = try house.program("bob", "--json", "--stay")
    try bob.expect("caught-up")
    bot.write(String(repeating: "y\n", count: 2_000))
    try bob.expect(#""body":"y""#)
    try house.server.process.crash()
    #expect(try bot.wait() == 75)
    #expect(bot.output.isEmpty)
    #expect(bot.errors.contains("nobody knows whether"))
    #expect(try bob.wait() == 69)
  }

  @Test func itGoesOnAfterARestartAndNothingIsLostOrDoubled() throws {
    let house = try BotHouse("bot", "bob", "carol")
    let carol = try house.program("carol", "--json", "--stay")
    try carol.expect("caught-up")
    let bot = try house.program("bot", "--broadcast", "--reconnect")
    let lines = (1...400).map(String.init)
    bot.write(lines.prefix(200).map { $0 + "\n" }.joined())
    try carol.expect(#""body":"25""#)
    try house.server.process.crash()
    try bot.expectError("is lost")
    bot.write(lines.dropFirst(200).map { $0 + "\n" }.joined())
    bot.closeInput()
    let again = try ServerProcess(data: house.server.data, port: house.server.port)
    #expect(try bot.wait() == 0)
    #expect(bot.errors.contains("is back"))
    #expect(try house.missed("bob") == lines.map { "bot(broadcast): \($0)" })
    again.process.signal(SIGTERM)
  }
}
