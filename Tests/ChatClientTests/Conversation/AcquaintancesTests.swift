import ChatCore
import ChatTestSupport
import Testing

@testable import ChatClient

@Suite struct AcquaintancesTests {
  private var known = Acquaintances(own: "me")

  private mutating func hear(
    _ sender: SenderLabel, _ kind: MessageKind = .broadcast, _ body: String = "x", live: Bool = true
  ) {
    known.heard(
      DeliveredMessage(
        id: EntryID(rawValue: 1), time: WallTime(microseconds: 0), kind: kind, sender: sender, body: body, request: nil),
      isLive: live)
  }

  @Test mutating func onlineFirstThenWhoSpokeLast() {
    known.learn(from: .others(["ann", "bob", "carol", "dave", "me"]))
    known.learn(from: .lastHour(["ann", "zoe", "yan"]))
    hear(.account("carol"))
    hear(.account("bob"), .private)
    hear(.account("old"), live: false)
    hear(.account("me"))
    #expect(known.people == ["bob", "carol", "ann", "dave", "old", "yan", "zoe"])
    hear(.account("carol"))
    known.loggedOut("bob")
    known.loggedIn("yan")
    #expect(known.people == ["carol", "ann", "dave", "yan", "old", "bob", "zoe"])
    known.learn(from: .others(["zoe"]))
    #expect(known.people.first == "zoe")
    #expect(Set(known.people) == ["zoe", "carol", "ann", "dave", "yan", "old", "bob"])
  }

  @Test mutating func theSystemAndFormerAccountsAreNobody() {
    hear(.system)
    hear(.former("gone"))
    #expect(known.people == [])
  }

  @Test mutating func whatIsNoNameIsNeverOffered() {
    known.learn(from: .others(HostileText.samples + ["two words", "fine"]))
    known.learn(from: .blocked(name: "\u{1B}]0;x\u{7}"))
    for sample in HostileText.samples {
      hear(.account(sample))
      hear(.account("fine"), .fileTransfer, sample)
      hear(.account(sample), .fileTransfer, "innocent")
      known.loggedIn(sample)
    }
    #expect(known.people == ["fine"])
    #expect(known.blocked == [])
    #expect(known.senders == ["fine"])
    #expect(known.files(from: "fine").allSatisfy { HostileText.danger(in: $0) == nil })
  }

  @Test mutating func blockedOnes() {
    known.learn(from: .blocked(name: "bob"))
    known.learn(from: .blocked(name: "ann"))
    #expect(known.blocked == ["ann", "bob"])
    known.learn(from: .unblocked(name: "bob"))
    #expect(known.blocked == ["ann"])
    known.learn(from: .blockedPeople(["zoe", "carol"]))
    #expect(known.blocked == ["carol", "zoe"])
  }

  @Test mutating func filesComeAndGo() {
    hear(.account("bob"), .fileTransfer, "a.txt")
    hear(.account("Carol"), .fileTransfer, "b c.txt", live: false)
    hear(.account("bob"), .fileTransfer, "z.txt")
    hear(.account("bob"), .fileTransfer, " blank.txt")
    #expect(known.senders == ["Carol", "bob"])
    #expect(known.files(from: "BOB") == ["a.txt", "z.txt"])
    known.learn(from: .fileDeclined(from: "bob", name: "a.txt"))
    known.gone("b c.txt", from: "carol")
    #expect(known.senders == ["bob"])
    known.learn(from: .refused(.noSuchFile(from: "bob", name: "z.txt")))
    #expect(known.files(from: "bob") == [])
    known.learn(from: .waitingFiles([FileListing(sender: "dave", name: "d", size: 1)]))
    #expect(known.senders == ["dave"])
  }

  @Test mutating func aFloodFillsNoMemory() {
    for number in 0..<3_000 {
      hear(.account("user\(number)"), .fileTransfer, "file\(number)")
    }
    #expect(known.people.count == 256)
    #expect(known.senders.count == 1_000)
  }
}
