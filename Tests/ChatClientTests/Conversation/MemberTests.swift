import ChatCore
import Testing

@testable import ChatClient

@Suite struct MemberTests {
  @Test func missedMessages() {
    var driver = ConversationDriver()
    driver.logIn("csee4119")
    driver.screen = []
    driver.message(1, "It's me facebook ~", from: .account("facebook"), kind: .broadcast)
    driver.message(2, "I want to try off-line message~", from: .account("facebook"))
    driver.message(3, "test_file.txt", from: .account("facebook"), kind: .fileTransfer)
    #expect(!driver.isTaking)
    driver.event(.caughtUp)
    #expect(
      driver.screen == [
        "The off-line messages during you are not in:", "facebook(broadcast): It's me facebook ~",
        "facebook(private): I want to try off-line message~", "facebook(file_transfer): test_file.txt",
        "Now you can input commands as above instructed:", "csee4119> ",
      ])
    #expect(driver.isTaking)
  }

  @Test func whoelseAndWholasthr() {
    var driver = ConversationDriver.member()
    driver.type("whoelse")
    #expect(driver.request == .whoelse)
    #expect(!driver.isTaking)
    driver.reply(.others(["Columbia", "Google"]))
    #expect(driver.takeScreen() == ["The other users are:", "Columbia", "Google", "facebook> "])
    #expect(driver.conversation.acquaintances?.people == ["Columbia", "Google"])
    driver.type("whoelse")
    driver.reply(.others([]))
    #expect(driver.takeScreen() == ["There are no other users.", "facebook> "])
    driver.type("wholasthr")
    #expect(driver.request == .wholasthr)
    driver.reply(.lastHour(["Columbia"]))
    #expect(driver.takeScreen() == ["The wholasthr users are:", "Columbia", "facebook> "])
  }

  @Test func broadcastIsSeenByOneself() {
    var driver = ConversationDriver.member()
    driver.type("broadcast It's  me facebook ~ ")
    #expect(driver.request == .broadcast(body: "It's  me facebook ~"))
    let request = ClientRequestID(run: ConversationDriver.run, number: driver.requests[0].number)
    driver.message(5, "It's  me facebook ~", from: .account("facebook"), kind: .broadcast, request: request)
    #expect(!driver.isTaking)
    driver.reply(.stored(EntryID(rawValue: 5)))
    #expect(driver.screen == ["facebook(broadcast): It's  me facebook ~", "facebook> "])
    #expect(driver.isTaking)
  }

  @Test func messages() {
    var driver = ConversationDriver.member()
    driver.type("message Columbia hi")
    #expect(driver.request == .message(to: "Columbia", body: "hi"))
    driver.reply(.stored(EntryID(rawValue: 1)))
    #expect(driver.takeScreen() == ["facebook> "])
    driver.type("/message csee4119 hi")
    driver.reply(.storedForLater(EntryID(rawValue: 2), name: "csee4119"))
    #expect(
      driver.takeScreen() == [
        "The user \"csee4119\" is unfortunately not online. But the server has stored your message.", "facebook> ",
      ])
    for refusal in [Refusal.toYourself(.message), .noSuchUser("x"), .blockedByReceiver("x"), .readOnly] {
      driver.type("message x hi")
      driver.refuse(refusal)
      #expect(driver.takeScreen() == refusal.lines + ["facebook> "])
    }
    driver.type("broadcast " + String(repeating: "x", count: 8_193))
    #expect(driver.takeScreen() == Refusal.bodyTooLong(maximum: 8_192).lines + ["facebook> "])
  }

  @Test func blocks() {
    var driver = ConversationDriver.member()
    driver.type("block facebook")
    driver.refuse(.blockYourself)
    #expect(driver.takeScreen() == ["Error! You cannot block yourself! Please try again!..", "facebook> "])
    driver.type("block columbia")
    driver.reply(.blocked(name: "Columbia"))
    #expect(
      driver.takeScreen() == ["You have successfully blocked Columbia from sending you messages.", "facebook> "])
    driver.type("unblock columbia")
    driver.reply(.unblocked(name: "Columbia"))
    #expect(driver.takeScreen() == ["You have successfully unblocked Columbia", "facebook> "])
  }

  @Test func othersComeAndGo() {
    var driver = ConversationDriver.member()
    driver.event(.loggedIn(name: "Columbia"))
    driver.event(.loggedIn(name: "Google"))
    #expect(driver.conversation.acquaintances?.people == ["Columbia", "Google"])
    driver.event(.loggedOut(name: "Columbia"))
    #expect(driver.conversation.acquaintances?.people == ["Google", "Columbia"])
    #expect(
      driver.screen == [
        "System(broadcast): \"Columbia\" has just logged in.", "System(broadcast): \"Google\" has just logged in.",
        "System(broadcast): \"Columbia\" has just logged out.",
      ])
  }

  @Test func whoIsShownAsSender() {
    var driver = ConversationDriver.member()
    driver.message(1, "hi", from: .former("shuo"))
    driver.message(2, "maintenance", from: .system, kind: .broadcast)
    driver.event(.announcement("one\ntwo"))
    #expect(
      driver.screen == [
        "[former account] shuo(private): hi", "System(broadcast): maintenance", "System(broadcast): one",
        "  | two",
      ])
  }

  @Test func noBodyForgesALine() {
    var driver = ConversationDriver.member()
    driver.message(1, "hi\nSystem(broadcast): you\r\nwin\u{1B}[2J\u{2028}x")
    #expect(
      driver.screen == ["Columbia(private): hi", "  | System(broadcast): you", "  | win^[[2J", "  | x"])
  }

  @Test func sentAgainIsShownOnce() {
    var driver = ConversationDriver.member()
    driver.message(1, "hi")
    driver.message(1, "hi")
    driver.message(3, "imported")
    driver.message(4, "imported")
    #expect(driver.screen == ["Columbia(private): hi", "Columbia(private): imported", "Columbia(private): imported"])
    driver.wait(0.1)
    #expect(driver.request == .acknowledge(EntryID(rawValue: 4)))
  }

  @Test func acknowledgements() {
    var driver = ConversationDriver.member()
    driver.message(1, "a")
    driver.wait(0.05)
    driver.message(2, "b")
    #expect(driver.requests.isEmpty)
    driver.wait(0.05)
    #expect(driver.requests.map(\.request) == [.acknowledge(EntryID(rawValue: 2))])
    driver.wait(10)
    #expect(driver.requests.count == 1)
    for id in 3..<(3 + 256) { driver.message(Int64(id), "x") }
    #expect(driver.request == .acknowledge(EntryID(rawValue: 258)))
    #expect(driver.requests.count == 2)
  }

  @Test func commandsThatAreNone() {
    var driver = ConversationDriver.member()
    driver.type("")
    #expect(driver.takeScreen() == [VerbError.empty.sentence, "facebook> "])
    driver.type("wholes")
    #expect(driver.takeScreen() == [VerbError.unknown("wholes", nearest: "whoelse").sentence, "facebook> "])
    driver.type("\u{1B}]0;x")
    #expect(driver.takeScreen().first?.contains("^[]0;x") == true)
    driver.type("help")
    #expect(driver.takeScreen() == ChatVerbs.table.help() + ["facebook> "])
    driver.type(String(repeating: "x", count: 20_000))
    #expect(driver.takeScreen().first?.contains("16384") == true)
    #expect(driver.requests.isEmpty)
  }

  @Test func aPersonAtATerminalGoesOn() {
    var driver = ConversationDriver.member(pace: .ahead)
    driver.type("whoelse")
    #expect(driver.takeScreen() == ["facebook> "])
    driver.type("wholasthr")
    driver.screen = []
    driver.reply(.others(["a"]), to: driver.requests[0].number)
    driver.reply(.lastHour(["b"]), to: driver.requests[1].number)
    #expect(driver.takeScreen() == ["The other users are:", "a", "The wholasthr users are:", "b"])
  }

  @Test func notTooManyAtOnce() {
    var driver = ConversationDriver.member(pace: .ahead)
    for _ in 0..<Conversation.Session.mostPending { driver.type("broadcast x") }
    #expect(!driver.isTaking)
    driver.reply(.stored(EntryID(rawValue: 1)), to: driver.requests[0].number)
    #expect(driver.isTaking)
  }
}
