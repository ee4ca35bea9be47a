import ChatTestSupport
import Glibc
import Testing

/// samples/bot.py, which knows the protocol document and nothing of ours, in a real room.
@Suite(.waiting) struct BotTests {
  private func bot(in room: SampleRoom, secrets: TemporaryDirectory, trust: String) throws -> ChildProcess {
    try secrets.write(Samples.password(of: "Columbia") + "\n", to: "password")
    return try ChildProcess(
      "/usr/bin/python3",
      [
        "\(Samples.path)/bot.py", "127.0.0.1", String(room.server.port), "columbia", secrets.path(of: "password"),
        trust,
      ])
  }

  @Test(arguments: [false, true])
  func itAnswersStaysAndLeaves(isPlaintext: Bool) throws {
    let room = try SampleRoom(options: ["--keep-alive", "1"] + (isPlaintext ? ["--plaintext"] : []))
    let facebook = try room.member("facebook")
    let secrets = try TemporaryDirectory()
    let trust = isPlaintext ? "--plaintext" : try #require(room.server.fingerprint)

    facebook.send("message Columbia !echo while you were away")
    let bot = try bot(in: room, secrets: secrets, trust: trust)
    try bot.expect("logged in as Columbia\nready\n")
    try facebook.expect("\"Columbia\" has just logged in.")

    facebook.send("broadcast !echo to all, äöü")
    try facebook.expect("Columbia(broadcast): to all, äöü\n")
    facebook.send("message Columbia !echo \(String(repeating: "x", count: 2_000))")
    try facebook.expect("Columbia(private): \(String(repeating: "x", count: 2_000))\n")
    facebook.send("broadcast !time")
    try facebook.expect("Columbia(broadcast): 20")
    #expect(!facebook.output.contains("Columbia(private): while you were away"))

    // Without its signs of life the server would have given it up by now: it waits for four of them.
    let deadline = Deadline(seconds: 5)
    while !deadline.isOver {
      facebook.send("whoelse")
      try facebook.expect("The other users are:\nColumbia\n")
    }
    bot.signal(SIGTERM)
    #expect(try bot.wait() == 0)
    try facebook.expect("\"Columbia\" has just logged out.")

    // What it has shown it has acknowledged: nothing comes again.
    let person = try room.member("Columbia")
    person.send("logout")
    try person.wait()
    #expect(!person.output.contains("!echo"))
  }

  @Test func itTellsTheServersWordsWhenItIsRefused() throws {
    let room = try SampleRoom()
    let secrets = try TemporaryDirectory()
    let person = try room.member("Columbia")
    defer { withExtendedLifetime(person) {} }
    let bot = try bot(in: room, secrets: secrets, trust: #require(room.server.fingerprint))
    #expect(try bot.wait() == 1)
    #expect(bot.errors.hasPrefix("bot.py: "))
    #expect(bot.errors.contains("log-in"))
  }

  @Test func itSaysNothingToAServerWithAnotherKey() throws {
    let room = try SampleRoom()
    let secrets = try TemporaryDirectory()
    let bot = try bot(in: room, secrets: secrets, trust: "SHA256:" + String(repeating: "A", count: 43))
    #expect(try bot.wait() == 1)
    #expect(bot.errors.contains("Nothing was sent to it."))
    #expect(!room.server.process.output.contains("Columbia"))
  }
}
