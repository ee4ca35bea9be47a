import ChatCore
import ChatTestSupport
import Testing

/// A setting that changes holds at once, for who is online.
@Suite("Settings that change")
struct ChangedSettingTests {
  private let room = TestRoom("ann", "bob", "carl")

  private func change(_ body: (inout Settings) -> Void) {
    room.with { $0.change(body) }
  }

  private func offer(_ name: String, size: Int64) -> Request {
    .offerFile(to: "bob", name: name, size: size)
  }

  @Test func theLargestFile() throws {
    let ann = try room.enter("ann")
    change { $0[.maxFileSize] = 10 }
    #expect(room.ask(ann, offer("a", size: 11)).refusal == .fileTooLarge(maximum: 10))
  }

  @Test func theGraceOfALostConnection() throws {
    let ann = try room.enter("ann")
    let bob = try room.enter("bob")
    change { $0[.resumeGrace] = 5 }
    room.lose(ann)
    room.pass(6)
    #expect(room.news(bob).contains("- ann"))
  }

  @Test func theTimeAtThePrompt() throws {
    let session = try room.connect()
    room.pass(20)
    change { $0[.promptTime] = 15 }
    room.pass(0)
    #expect(room.inboxes[session]?.isClosed == true)
  }

  @Test func whatIsLogged() throws {
    let ann = try room.enter("ann")
    change { $0[isOn: .logBodies] = true }
    room.ask(ann, .broadcast(body: "a secret"))
    #expect("\(room.logged)".contains("a secret"))
    change { $0[isOn: .logBodies] = false }
    room.ask(ann, .broadcast(body: "another one"))
    #expect(!"\(room.logged)".contains("another one"))
  }

  @Test func thePaceOfMessages() throws {
    let ann = try room.enter("ann")
    for _ in 0..<100 { room.ask(ann, .whoelse) }
    #expect(room.slowedDown[ann] == nil)
    // What was sent counts: a hundred of ten are ninety too many.
    change {
      $0[.messageBurst] = 10
      $0[.messageRate] = 10
    }
    room.ask(ann, .whoelse)
    #expect(room.slowedDown[ann] == 9_100_000_000)
    change { $0[.messageRate] = 0 }
    for _ in 0..<2_000 { room.ask(ann, .whoelse) }
    #expect(room.slowedDown[ann] == 9_100_000_000, "nothing new")
  }

  @Test func failedLogIns() throws {
    let session = try room.connect()
    for _ in 0..<2 { _ = room.logIn(session, "ann", password: "wrong") }
    change {
      $0[.failedLogIns] = 2
      $0[.failedLogInTime] = 40
    }
    #expect(room.logIn(session, "bob").refusal == .tooManyFailures(seconds: 20))
    change { $0[.failedLogInTime] = 4 }
    #expect(room.logIn(session, "bob").refusal == .tooManyFailures(seconds: 2))
    change { $0[.failedLogIns] = 0 }
    #expect(room.logIn(session, "bob") == .welcome(name: "bob"))
  }

  @Test func passwordsInLine() {
    var failures = LogInFailures(TokenRate(capacity: 1, refill: 1, perSeconds: 60), backlog: 2)
    let now = Uptime(nanoseconds: 0)
    let sessions = (1...3).map { SessionID(rawValue: $0) }
    #expect(throws: Never.self) { try failures.begin(nil, from: "here", by: sessions[0], at: now) }
    failures.change(TokenRate(capacity: 1, refill: 1, perSeconds: 60), backlog: 1, at: now)
    #expect(throws: Refusal.busy) { try failures.begin(nil, from: "here", by: sessions[1], at: now) }
    failures.change(TokenRate(capacity: 1, refill: 1, perSeconds: 60), backlog: nil, at: now)
    #expect(throws: Never.self) { try failures.begin(nil, from: "here", by: sessions[2], at: now) }
  }

  @Test func theWorkInAPassword() throws {
    change { $0[.passwordCost] = 17 }
    _ = try room.enter("ann")
    #expect(room.store.state.accounts.first { $0.name.text == "ann" }?.verifier.cost.logN == 17)
  }

  private static let waiting: [(Setting, Double, Refusal)] = [
    (.filesPerUser, 1, .tooManyFiles(maximum: 1)), (.waitingBytesPerUser, 15, .filesTooLarge(maximum: 15)),
    (.waitingBytes, 15, .depotFull(maximum: 15)),
  ]

  @Test(arguments: Self.waiting)
  func whatWaits(setting: Setting, value: Double, refusal: Refusal) throws {
    let ann = try room.enter("ann")
    try room.send("one", from: ann, to: "bob", size: 10)
    change { $0[setting] = value }
    #expect(room.ask(ann, offer("two", size: 10)).refusal == refusal)
    change { $0[setting] = 0 }
    guard case .uploadAccepted = room.ask(ann, offer("two", size: 10)) else { throw TestProblem.noTransfer }
  }

  @Test(arguments: [Setting.mailboxMessages, .mailboxBytes]) func aMailbox(setting: Setting) throws {
    let ann = try room.enter("ann")
    room.ask(ann, .message(to: "bob", body: "hi"))
    change { $0[setting] = 1 }
    #expect(room.ask(ann, .message(to: "bob", body: "hi")).refusal != nil)
    change { $0[setting] = 0 }
    #expect(room.ask(ann, .message(to: "bob", body: "hi")).refusal == nil)
  }
}
