import ChatTestSupport
import Foundation
import Glibc
import Testing

/// Programs that wait for a message, or speak JSON.
@Suite(.waiting, .serialized) struct ProgramTests {
  @Test func aQuestionIsAskedAndItsAnswerPrinted() throws {
    let house = try BotHouse("bot", "bob")
    // What stood there before is no answer.
    #expect(try house.run("bob", "--to", "bot", input: "yes, yesterday\n").code == 0)
    let bob = try house.program("bob", "--json", "--stay")
    try bob.expect("caught-up")
    let bot = try house.program("bot", "--to", "bob", "--expect", "^(yes|no)", "--from", "BOB", "--timeout", "1m")
    bot.write("deploy?\n")
    bot.closeInput()
    try bob.expect("deploy?")
    bob.write("{\"request\":\"message\",\"to\":\"bot\",\"body\":\"hm\"}\n")
    bob.write("{\"request\":\"message\",\"to\":\"bot\",\"body\":\"well\\nyes \\u001b]0;title\\u0007\"}\n")
    #expect(try bot.wait() == 0)
    #expect(bot.output == "yes ^[]0;title^G\n")
    #expect(bot.errors.isEmpty)
  }

  @Test func whatDoesNotComeEndsIt() throws {
    let house = try BotHouse("bot", "bob")
    let run = try house.run("bot", "--expect", "never", "--timeout", "0.2s")
    #expect(run.code == 1)
    #expect(run.output.isEmpty)
    #expect(run.errors == "chatctl: no message that matches came within 0.2 seconds.\n")
  }

  @Test func linesOfJSONGoRound() throws {
    let house = try BotHouse("bot", "bob")
    let bot = try house.program("bot", "--json")
    let body = "\"quoted\"\n\u{1F600} \(HostileText.all)"
    let request = ["request": "message", "to": "bob", "body": body, "tag": "t1"]
    let line = String(decoding: try JSONSerialization.data(withJSONObject: request), as: UTF8.self)
    bot.write(line + "\n{\"request\":\"whoelse\",\"tag\":2}\n\nnonsense\n")
    bot.closeInput()
    #expect(try bot.wait() == 0)
    let events = try Self.objects(in: bot.output)
    #expect(events.first?["event"] as? String == "welcome")
    #expect(events.contains { $0["tag"] as? String == "t1" && $0["result"] as? String == "stored-for-later" })
    #expect(events.contains { $0["tag"] as? Int == 2 && $0["result"] as? String == "others" })
    #expect(events.contains { $0["event"] as? String == "invalid" && $0["line"] as? Int == 4 })
    #expect(bot.errors.isEmpty)

    let bob = try house.run("bob", "--json")
    #expect(HostileText.danger(in: bob.output) == nil)
    let message = try Self.objects(in: bob.output).first { $0["event"] as? String == "message" }
    #expect(message?["body"] as? String == body)
    #expect(message?["from"] as? String == "bot")
    // What was written is acknowledged, and does not come again.
    #expect(try !house.run("bob", "--json").output.contains("\"message\""))
  }

  @Test func bodiesAreKeptAsTheyAreSent() throws {
    let house = try BotHouse("bot", "bob")
    let fed = try house.run("bot", "--to", "bob", input: "  indented \n \t \n\ttab\t\r\nlast ")
    #expect(fed.code == 0)
    #expect(try house.run("bot", "--to", "bob", "--whole", input: "\n  a\n\n b \n").code == 0)
    let spoken = try house.run(
      "bot", "--json",
      input: #"{"request":"message","to":"bob","body":"\n json \n"}"# + "\n"
        + #"{"request":"message","to":"bob","body":" \n","tag":"blank"}"# + "\n")
    #expect(spoken.output.contains(#""tag":"blank","result":"refused","reason":"body-empty""#))

    let events = try Self.objects(in: try house.run("bob", "--json").output)
    let bodies = events.filter { $0["event"] as? String == "message" }.map { $0["body"] as? String }
    #expect(bodies == ["  indented ", "\ttab\t", "last ", "\n  a\n\n b ", "\n json \n"])
    // What a person types at the prompt loses the blanks at its end.
    let person = try house.program("bob")
    try person.expect("bob> \n")
    person.write("/chat\n   typed\t \n")
    try person.expect("bob(broadcast):    typed\n")
  }

  @Test func whatWasMissedIsSkipped() throws {
    let house = try BotHouse("bot", "bob")
    #expect(try house.run("bob", "--to", "bot", input: "stop yesterday's server\n").code == 0)
    #expect(try house.run("bot", "--broadcast", input: "x\n").code == 0)
    #expect(try !house.run("bot", "--json", "--no-history").output.contains("yesterday"))
    #expect(try !house.run("bot", "--json").output.contains("yesterday"))
  }

  @Test func aFeedLeavesForLaterWhatItDoesNotPrint() throws {
    let house = try BotHouse("bot", "bob")
    #expect(try house.run("bob", "--to", "bot", input: "for later\n").code == 0)
    #expect(try house.run("bot", "--broadcast", input: "x\n").code == 0)
    #expect(try house.missed("bot") == ["bob(private): for later", "bot(broadcast): x"])
  }

  @Test func aSignalEndsABotWell() throws {
    let house = try BotHouse("bot", "bob")
    let bob = try house.program("bob", "--json", "--stay")
    try bob.expect("caught-up")
    let bot = try house.program("bot", "--json", "--stay")
    bot.closeInput()
    try bob.expect(#"{"event":"logged-in","name":"bot"}"#)
    try bot.expect("caught-up")
    bot.signal(SIGTERM)
    #expect(try bot.wait() == 0)
    try bob.expect(#"{"event":"logged-out","name":"bot"}"#)
    try house.server.process.crash()
    #expect(try bob.wait() == 69)
  }

  @Test func whoReadsNoMoreEndsIt() throws {
    let house = try BotHouse("bot", "bob")
    let bot = try house.program("bot", "--json", "--stay")
    try bot.expect("caught-up")
    bot.closeOutput()
    #expect(try house.run("bob", "--to", "bot", input: "x\n").code == 0)
    #expect(try bot.wait() == 74)
  }

  @Test func whoIsKickedStaysOut() throws {
    let house = try BotHouse("bot", "bob")
    let bot = try house.program("bot", "--json", "--stay", "--reconnect")
    try bot.expect("caught-up")
    _ = try house.server.admin("kick", "bot")
    #expect(try bot.wait() == 1)
    #expect(bot.output.contains("\"put-out\""))
  }

  private static func objects(in text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }
}
