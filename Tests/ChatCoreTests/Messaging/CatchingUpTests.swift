import ChatCore
import ChatTestSupport
import Testing

@Suite("Catching up and going live")
struct CatchingUpTests {
  /// One thing that may happen while somebody catches up.
  private enum Step: CaseIterable {
    case write, beginCommit, endCommit, page, drain, stick
  }

  /// Every order of so many steps is tried.
  private static let depth = 7

  @Test(arguments: [1, 2, 256])
  func inEveryOrderOfThingsThereIsNoGapAndNoDouble(pageLimit: Int) throws {
    var room = RoomHarness()
    room.register("amy")
    room.register("bob")
    var writer = try enter("bob", &room)
    for number in 1...3 {
      room.ask(writer, .broadcast(body: "\(number)"))
    }
    // After a restart the first ones are on disk alone.
    room.crash()
    writer = try enter("bob", &room)
    room.isPrompt = false
    let reader = try enter("amy", &room)
    var attempt = Attempt(room: room, writer: writer, reader: reader, pageLimit: pageLimit, written: 3)
    var failures: [String] = []
    var count = 0
    explore(&attempt, Self.depth, path: [], count: &count, failures: &failures)
    #expect(failures.isEmpty, "\(failures.prefix(3))")
    #expect(count > 800)
  }

  @Test(arguments: [1, 256])
  func whatTheTailLetGoMeanwhileIsReadFromTheStore(pageLimit: Int) throws {
    var (room, writer, reader) = try roomWithReader()
    let count = 5_000
    for number in 1...count {
      room.ask(writer, .broadcast(body: "\(number)"))
    }
    room.commit()
    #expect(room.inboxes[reader]?.messages.isEmpty == true)
    let pages = settle(&room, reader, pageLimit: pageLimit)
    #expect(pages > 3)
    #expect(room.inboxes[reader]?.messages.map(\.body) == (0...count).map { "\($0)" })
    #expect(room.inboxes[reader]?.events.filter { $0 == .caughtUp }.count == 1)
  }

  @Test func aSlowReaderFallsBackAndCatchesUp() throws {
    var (room, writer, reader) = try roomWithReader()
    settle(&room, reader, pageLimit: 256)
    room.ask(writer, .broadcast(body: "1"))
    room.stick(reader)
    for number in 2...10_000 {
      room.ask(writer, .broadcast(body: "\(number)"))
    }
    room.commit()
    #expect(room.inboxes[reader]?.messages.count == 1 && room.pendingDrains == [reader])
    #expect(room.inboxes[writer]?.messages.last?.body == "10000", "the others are disturbed")
    room.drain(reader)
    #expect(room.pendingPages.count == 1, "a page is read when there is room for it")
    settle(&room, reader, pageLimit: 100)
    #expect(room.inboxes[reader]?.messages.map(\.body) == (0...10_000).map { "\($0)" })
    #expect(room.inboxes[reader]?.events.filter { $0 == .caughtUp }.count == 1)
  }

  @Test func theTailIsForItsReadersAlone() throws {
    let room = TestRoom("amy", "bob", "cat")
    let bob = try room.enter("bob")
    room.isPrompt = false
    let cat = try #require(room.enters("cat"))
    room.ask(cat, .block("bob"))
    room.ask(bob, .broadcast(body: "blocked by cat"))
    room.ask(bob, .message(to: "amy", body: "for amy"))
    room.ask(cat, .unblock("bob"))
    room.ask(bob, .broadcast(body: "for all"))
    room.with { $0.commit() }
    room.leave(cat)
    #expect(room.enters("cat").map(room.messages) == ["bob(broadcast): for all"])
    #expect(
      room.enters("amy").map(room.messages) == [
        "bob(broadcast): blocked by cat", "bob(private): for amy", "bob(broadcast): for all",
      ])
  }

  @Test func nobodyIsShownWhatIsNotOnDisk() throws {
    let room = TestRoom("amy", "bob", "cat")
    let (amy, bob) = (try room.enter("amy"), try room.enter("bob"))
    _ = room.news(amy)
    room.isPrompt = false
    room.ask(bob, .broadcast(body: "1"))
    room.ask(bob, .message(to: "amy", body: "2"))
    // Who comes meanwhile is shown no more than who is there.
    let cat = try #require(room.enters("cat"))
    #expect(room.messages(amy) == [] && room.messages(bob) == [] && room.messages(cat) == [])
    room.ask(amy, .acknowledge(EntryID(rawValue: 1 << 40)))
    room.with { $0.commit() }
    #expect(room.messages(amy) == ["bob(broadcast): 1", "bob(private): 2"])
    #expect(room.messages(bob) == ["bob(broadcast): 1"] && room.messages(cat) == ["bob(broadcast): 1"])
    room.isPrompt = true
    room.leave(amy)
    #expect(try #require(room.enters("amy").map(room.messages)).count == 2, "it was acknowledged before it was shown")
  }

  @Test func whoWasBlockedWhenItWasSentIsNotShownLive() throws {
    let room = TestRoom("amy", "bob")
    let (amy, bob) = (try room.enter("amy"), try room.enter("bob"))
    room.isPrompt = false
    room.ask(bob, .broadcast(body: "before"))
    room.ask(amy, .block("bob"))
    room.ask(bob, .broadcast(body: "while"))
    room.ask(amy, .unblock("bob"))
    room.ask(bob, .broadcast(body: "after"))
    room.with { $0.commit() }
    #expect(room.messages(amy) == ["bob(broadcast): before", "bob(broadcast): after"])
  }

  @Test func whatIsCommittedAtOnceIsShownInPortionsAndNobodyIsShownMoreMeanwhile() throws {
    var room = RoomHarness()
    room.register("amy")
    room.register("bob")
    let writer = try enter("bob", &room)
    room.isPrompt = false
    let body = String(repeating: "x", count: 8_000)
    for number in 1...20 {
      room.ask(writer, .broadcast(body: "\(number) \(body)"))
    }
    room.beginCommit()
    room.endCommit()
    let first = try #require(room.inboxes[writer]?.messages.count)
    #expect(room.hasMoreToShow && first < 20)
    let late = try enter("amy", &room)
    while room.hasMoreToShow {
      room.showCommitted()
      settle(&room, late, pageLimit: 256)
    }
    settle(&room, late, pageLimit: 256)
    for session in [writer, late] {
      let numbers = room.inboxes[session]?.messages.map { $0.body.prefix { $0 != " " } } ?? []
      #expect(numbers.suffix(20) == (1...20).map { "\($0)" })
    }
  }

  @Test func aPageThatCannotBeReadClosesTheConnection() throws {
    var (room, _, reader) = try roomWithReader()
    room.failPage()
    // Without a last word, after which a client would not come back.
    #expect(room.inboxes[reader]?.events.isEmpty == true)
    #expect(room.inboxes[reader]?.isClosed == true)
    room.lose(reader)
    room.isPrompt = true
    let again = try enter("amy", &room)
    #expect(room.inboxes[again]?.messages.map(\.body) == ["0"])
  }

  @Test func theTailIsGivenInPortions() throws {
    var (room, writer, reader) = try roomWithReader()
    let count = 100
    let body = String(repeating: "x", count: 4_096)
    for number in 1...count {
      room.ask(writer, .broadcast(body: "\(number) \(body)"))
    }
    room.commit()
    room.deliverPage()
    var most = 0
    while let given = room.inboxes[reader]?.messages.count, given <= count {
      room.drain(reader)
      most = max(most, (room.inboxes[reader]?.messages.count ?? 0) - given)
      guard !room.pendingDrains.isEmpty else { break }
    }
    #expect((1...17).contains(most), "\(most) messages at once, of 4 KiB each")
    let numbers = room.inboxes[reader]?.messages.map { $0.body.prefix { $0 != " " } }
    #expect(numbers == (0...count).map { "\($0)" })
    #expect(room.inboxes[reader]?.events.filter { $0 == .caughtUp }.count == 1)
  }

  @Test func aPageForWhoIsGoneIsDropped() throws {
    var (room, _, reader) = try roomWithReader()
    room.lose(reader)
    room.deliverPage()
    #expect(room.inboxes[reader]?.messages.isEmpty == true && room.pendingPages.isEmpty)
  }

  private func enter(_ name: String, _ room: inout RoomHarness) throws -> SessionID {
    let session = room.logIn(name)
    return try #require(session)
  }

  /// Amy has logged in after a restart and waits for her first page, with a message "0" in it; bob is there.
  private func roomWithReader() throws -> (RoomHarness, writer: SessionID, reader: SessionID) {
    var room = RoomHarness()
    room.register("amy")
    room.register("bob")
    let first = try enter("bob", &room)
    room.ask(first, .broadcast(body: "0"))
    room.crash()
    let writer = try enter("bob", &room)
    room.isPrompt = false
    let reader = try enter("amy", &room)
    #expect(room.pendingPages.count == 1)
    return (room, writer, reader)
  }

  /// Lets pages come and queues drain until nothing is asked for.
  ///
  /// - Returns: how many pages were read.
  @discardableResult
  private func settle(_ room: inout RoomHarness, _ reader: SessionID, pageLimit: Int) -> Int {
    var pages = 0
    while !room.pendingPages.isEmpty || !room.pendingDrains.isEmpty {
      if !room.pendingPages.isEmpty {
        room.deliverPage(limit: pageLimit)
        pages += 1
      }
      room.drain(reader)
    }
    return pages
  }

  private struct Attempt {
    var room: RoomHarness
    let writer: SessionID
    let reader: SessionID
    let pageLimit: Int
    var written: Int

    /// Whether `step` could happen now; it has then.
    mutating func take(_ step: Step) -> Bool {
      switch step {
      case .write:
        guard room.inboxes[reader] != nil else { return false }
        written += 1
        room.ask(writer, .broadcast(body: "\(written)"))
      case .beginCommit:
        guard !room.isCommitting, room.isGathering else { return false }
        room.beginCommit()
      case .endCommit:
        guard room.isCommitting else { return false }
        room.endCommit()
      case .page:
        guard !room.pendingPages.isEmpty else { return false }
        room.deliverPage(limit: pageLimit)
      case .drain:
        guard room.pendingDrains.contains(reader) else { return false }
        room.drain(reader)
      case .stick:
        guard room.inboxes[reader]?.isLive == true, room.inboxes[reader]?.isStuck == false else { return false }
        room.stick(reader)
      }
      return true
    }

    /// What is wrong when everything has come to rest; nil when nothing is.
    func problem() -> String? {
      var room = room
      room.commit()
      var rounds = 0
      while !room.pendingPages.isEmpty || !room.pendingDrains.isEmpty || !room.pendingLags.isEmpty {
        room.hearLag()
        room.deliverPage(limit: pageLimit)
        room.drain(reader)
        rounds += 1
        guard rounds < 100 else { return "no end" }
      }
      guard let inbox = room.inboxes[reader] else { return "no reader" }
      let bodies = inbox.messages.map(\.body)
      guard bodies == (1...written).map({ "\($0)" }) else { return "shown \(bodies) of \(written)" }
      guard inbox.isLive || inbox.isStuck else { return "not live" }
      return inbox.events.filter { $0 == .caughtUp }.count == 1 ? nil : "not caught up once"
    }
  }

  private func explore(
    _ attempt: inout Attempt, _ depth: Int, path: [Step], count: inout Int, failures: inout [String]
  ) {
    count += 1
    if let problem = attempt.problem() {
      failures.append("\(path): \(problem)")
    }
    guard depth > 0, failures.count < 3 else { return }
    for step in Step.allCases {
      var next = attempt
      if next.take(step) {
        explore(&next, depth - 1, path: path + [step], count: &count, failures: &failures)
      }
    }
  }
}
