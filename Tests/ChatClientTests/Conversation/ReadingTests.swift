import ChatCore
import Testing

@testable import ChatClient

/// What a person reads at a terminal, and what is asked about the past.
@Suite struct ReadingTests {
  private static let terminal = MessageStyle(ReadingOptions(color: .never, bell: .mention), isTerminal: true) { _ in nil
  }

  private func past(_ id: Int64, _ body: String, to recipient: String? = nil) -> PastMessage {
    PastMessage(
      DeliveredMessage(
        id: EntryID(rawValue: id), time: WallTime(microseconds: 1_393_986_750_000_000),
        kind: recipient == nil ? .broadcast : .private, sender: .account("Columbia"), body: body, request: nil),
      to: recipient)
  }

  @Test func aDigestStandsBeforeWhatWasMissed() {
    var driver = ConversationDriver(pace: .ahead, style: Self.terminal)
    driver.logIn("facebook")
    driver.screen = []
    driver.requests = []
    driver.message(1, "one", kind: .broadcast)
    driver.message(2, "two, Facebook", from: .account("bob"), kind: .broadcast)
    driver.message(3, "three")
    driver.message(4, "a.txt", from: .account("bob"), kind: .fileTransfer)
    driver.message(5, "declined", from: .system, kind: .broadcast)
    driver.wait(1)
    #expect(driver.screen.isEmpty)
    #expect(driver.requests.isEmpty, "nothing is acknowledged that was not shown")
    driver.event(.caughtUp)
    #expect(
      driver.screen == [
        "While you were away: 1 private message from Columbia, 1 file from bob, 2 broadcasts from Columbia and bob, "
          + "1 notice of the system. 1 message has your name in it.",
        "The off-line messages during you are not in:", "Columbia(broadcast): one",
        "* bob(broadcast): two, Facebook", "Columbia(private): three", "bob(file_transfer): a.txt",
        "System(broadcast): declined", "Now you can input commands as above instructed:", "facebook> ",
      ])
    #expect(driver.rings == 1)
    driver.wait(1)
    #expect(driver.request == .acknowledge(EntryID(rawValue: 5)))
  }

  @Test func nothingMissedIsNoDigest() {
    var driver = ConversationDriver(pace: .ahead, style: Self.terminal)
    driver.logIn("facebook")
    driver.screen = []
    driver.event(.caughtUp)
    #expect(driver.screen == [])
    #expect(driver.isTaking)
    driver.message(1, "now", kind: .broadcast)
    #expect(driver.screen == ["Columbia(broadcast): now"])
  }

  @Test func tooMuchToHoldBackIsShownAndSummedUpBelow() {
    var driver = ConversationDriver(pace: .ahead, style: Self.terminal)
    driver.logIn("facebook")
    driver.screen = []
    let body = String(repeating: "x", count: 8_000)
    for id in 1...600 {
      driver.message(Int64(id), body)
    }
    #expect(driver.screen.first == "The off-line messages during you are not in:")
    #expect(driver.screen.count == 601)
    driver.event(.caughtUp)
    #expect(driver.screen.contains("While you were away: 600 private messages from Columbia."))
    #expect(driver.screen.count == 604)
  }

  @Test func manyAreSummedUpAboveAndBelow() {
    var driver = ConversationDriver(pace: .ahead, style: Self.terminal)
    driver.logIn("facebook")
    driver.screen = []
    for id in 1...100 {
      driver.message(Int64(id), "x", from: .account("user\(id % 20)"))
    }
    driver.event(.caughtUp)
    let digest = driver.screen[0]
    #expect(digest.hasPrefix("While you were away: 100 private messages from user1, user2, "))
    #expect(digest.hasSuffix("user8 and others."))
    #expect(driver.screen.filter { $0 == digest }.count == 2)
  }

  @Test func receiptsStandInOneLine() {
    var driver = ConversationDriver.member(pace: .ahead, style: Self.terminal)
    driver.type("message Columbia hi")
    #expect(driver.receipts == "to Columbia: sending")
    driver.reply(.stored(EntryID(rawValue: 7)))
    #expect(driver.receipts == "to Columbia: stored")
    driver.event(.deliveredTo(name: "Columbia", through: EntryID(rawValue: 7)))
    #expect(driver.receipts == "to Columbia: delivered")
    driver.type("whoelse")
    #expect(driver.receipts == nil)
    driver.type("message nobody hi")
    driver.refuse(.noSuchUser("nobody"))
    #expect(driver.receipts == nil)
    // A pipe has no such line.
    var pipe = ConversationDriver.member()
    pipe.type("message Columbia hi")
    pipe.reply(.stored(EntryID(rawValue: 7)))
    pipe.event(.deliveredTo(name: "Columbia", through: EntryID(rawValue: 7)))
    #expect(pipe.receipts == nil)
    #expect(pipe.screen == ["facebook> "])
  }

  @Test(arguments: [
    ("history", LogQuery(limit: 20)), ("history 5", LogQuery(limit: 5)),
    ("history bob", LogQuery(person: "bob", limit: 20)),
    ("history bob 7", LogQuery(person: "bob", limit: 7)), ("history 50 9", LogQuery(person: "50", limit: 9)),
    ("history 99999999999999999999", LogQuery(limit: 500)), ("/history 0", LogQuery(limit: 1)),
    ("search two  words ", LogQuery(text: "two  words", limit: 20)),
  ])
  func theParticularsOfAQuestion(_ line: String, query: LogQuery) {
    var driver = ConversationDriver.member()
    driver.type(line)
    #expect(driver.request == .lookBack(query))
  }

  @Test func moreGoesFurtherBack() {
    var driver = ConversationDriver.member()
    driver.type("more")
    #expect(driver.takeScreen() == ["There is nothing older to show.", "facebook> "])
    driver.type("history Columbia 2")
    driver.reply(.past([past(5, "five", to: "facebook"), past(6, "six\nlines", to: "facebook")]))
    let screen = driver.takeScreen()
    #expect(screen[0].hasSuffix("Columbia(private): five"))
    #expect(screen.dropFirst(2) == ["  | lines", "Type \"more\" to see what is older.", "facebook> "])
    driver.type("more")
    #expect(driver.request == .lookBack(LogQuery(person: "Columbia", before: EntryID(rawValue: 5), limit: 2)))
    driver.reply(.past([past(3, "three", to: "facebook")]))
    #expect(driver.takeScreen().count == 2)
    driver.type("more")
    driver.reply(.past([]))
    #expect(driver.takeScreen() == ["There is nothing older to show.", "facebook> "])
    driver.type("search x")
    driver.reply(.past([]))
    #expect(driver.takeScreen() == ["There is no such message.", "facebook> "])
    driver.type("search ?")
    driver.refuse(.searchEmpty)
    #expect(driver.takeScreen() == Refusal.searchEmpty.lines + ["facebook> "])
  }

  @Test func chatMode() {
    var driver = ConversationDriver.member()
    driver.type("chat")
    #expect(driver.takeScreen().last == "facebook (chat)> ")
    driver.type("hello  everybody")
    #expect(driver.request == .broadcast(body: "hello  everybody"))
    driver.reply(.stored(EntryID(rawValue: 1)))
    driver.type("//etc/passwd is a file")
    #expect(driver.request == .broadcast(body: "/etc/passwd is a file"))
    driver.reply(.stored(EntryID(rawValue: 2)))
    driver.type("/whoelse")
    #expect(driver.request == .whoelse)
    driver.reply(.others([]))
    driver.screen = []
    driver.type(" ")
    #expect(driver.takeScreen() == [VerbError.empty.sentence, "facebook (chat)> "])
    driver.type("logout")
    #expect(driver.request == .broadcast(body: "logout"))
    driver.reply(.stored(EntryID(rawValue: 3)))
    driver.type("/chat")
    #expect(driver.prompt?.text == "facebook> ")
    driver.type("files")
    #expect(driver.request == .listFiles)
  }

  @Test func whoIsBlockedAndWhoWasThere() {
    var driver = ConversationDriver.member()
    driver.type("blocked")
    #expect(driver.request == .listBlocked)
    driver.reply(.blockedPeople(["bob", "carol"]))
    #expect(driver.takeScreen() == ["You have blocked:", "bob", "carol", "facebook> "])
    for (seen, line) in [(LastSeen.online, "\"Bob\" is online now."), (.never, "\"Bob\" has not been online yet.")] {
      driver.type("seen bob")
      #expect(driver.request == .lastSeen("bob"))
      driver.reply(.lastSeen(name: "Bob", seen))
      #expect(driver.takeScreen() == [line, "facebook> "])
    }
    driver.type("seen bob")
    driver.reply(.lastSeen(name: "Bob", .until(WallTime(microseconds: 1_393_986_750_000_000))))
    #expect(driver.takeScreen()[0].wholeMatch(of: /"Bob" was online last at 2014-03-0\d \d\d:\d\d:30\./) != nil)
  }
}
