import ChatCore
import ChatTestSupport
import Testing

@Suite("How much may wait")
struct WaitingLimitTests {
  private func room(_ change: (inout Settings) -> Void) -> TestRoom {
    TestRoom("ann", "bob", "carl", limits: change)
  }

  private func offer(_ name: String, to receiver: String, size: Int64) -> Request {
    .offerFile(to: receiver, name: name, size: size)
  }

  @Test func filesOfAUserAreCounted() throws {
    let room = room { $0[.filesPerUser] = 2 }
    let ann = try room.enter("ann")
    let bob = try room.enter("bob")
    try room.send("one", from: ann, to: "bob")
    room.ask(ann, offer("two", to: "carl", size: 1))
    #expect(room.ask(ann, offer("three", to: "bob", size: 1)).refusal == .tooManyFiles(maximum: 2))
    // In place of one that waits is no third one.
    guard case .uploadAccepted(let transfer, _) = room.ask(ann, offer("one", to: "bob", size: 1)) else {
      throw TestProblem.noTransfer
    }
    room.ask(ann, .cancelTransfer(transfer))
    try room.send("one", from: bob, to: "ann")
    room.ask(bob, .declineFile(from: "ann", name: "one"))
    guard case .uploadAccepted = room.ask(ann, offer("three", to: "bob", size: 1)) else { throw TestProblem.noTransfer }
  }

  @Test func bytesOfAUserAreCounted() throws {
    let room = room { $0[.waitingBytesPerUser] = 100 }
    let ann = try room.enter("ann")
    try room.send("one", from: ann, to: "bob", size: 60)
    #expect(room.ask(ann, offer("two", to: "carl", size: 41)).refusal == .filesTooLarge(maximum: 100))
    guard case .uploadAccepted(let transfer, _) = room.ask(ann, offer("two", to: "carl", size: 40)) else {
      throw TestProblem.noTransfer
    }
    #expect(room.ask(ann, offer("three", to: "carl", size: 1)).refusal == .filesTooLarge(maximum: 100))
    // What is shown is what is counted.
    #expect(room.room.used(.waitingBytesPerUser, at: room.clock.now) == 100)
    #expect(room.room.used(.filesPerUser, at: room.clock.now) == 2)
    room.with { $0.spoilUpload(ann, transfer) }
    #expect(room.room.used(.waitingBytesPerUser, at: room.clock.now) == 60)
    #expect(room.ask(ann, offer("three", to: "carl", size: 41)).refusal == .filesTooLarge(maximum: 100))
    try room.send("three", from: ann, to: "carl", size: 40)
    let bob = try room.enter("bob")
    try room.send("other", from: bob, to: "ann", size: 100)
  }

  @Test func bytesOfAllAreCounted() throws {
    let room = room { $0[.waitingBytes] = 100 }
    let ann = try room.enter("ann")
    let bob = try room.enter("bob")
    try room.send("one", from: ann, to: "carl", size: 30)
    room.ask(bob, offer("two", to: "carl", size: 30))
    #expect(room.room.used(.waitingBytes, at: room.clock.now) == 60)
    #expect(room.ask(ann, offer("three", to: "carl", size: 41)).refusal == .depotFull(maximum: 100))
    // An upload whose connection is lost waits for its sender as long as the others do.
    room.lose(bob)
    #expect(room.room.used(.waitingBytes, at: room.clock.now) == 60)
    room.pass(31)
    #expect(room.room.used(.waitingBytes, at: room.clock.now) == 30)
    room.ask(ann, offer("three", to: "carl", size: 41))
    room.leave(ann)
    #expect(room.room.used(.waitingBytes, at: room.clock.now) == 30)
    let carl = try room.enter("carl")
    room.ask(carl, .declineFile(from: "ann", name: "one"))
    #expect(room.room.used(.waitingBytes, at: room.clock.now) == 0)
  }

  @Test func aFailedCommitAndACrashCountAnew() throws {
    let room = room { $0[.waitingBytes] = 100 }
    let ann = try room.enter("ann")
    try room.send("one", from: ann, to: "bob", size: 60)
    room.with { $0.isPrompt = false }
    try room.send("two", from: ann, to: "bob", size: 40)
    #expect(room.room.used(.waitingBytes, at: room.clock.now) == 100)
    room.with { $0.failCommit() }
    #expect(room.room.used(.waitingBytes, at: room.clock.now) == 60)
    room.with { $0.crash() }
    #expect(room.room.used(.waitingBytes, at: room.clock.now) == 60)
  }

  @Test func aFullMailboxIsTold() throws {
    let room = room { $0[.mailboxMessages] = 3 }
    let ann = try room.enter("ann")
    for _ in 0..<3 { #expect(room.ask(ann, .message(to: "BOB", body: "hi")).refusal == nil) }
    #expect(room.ask(ann, .message(to: "bob", body: "hi")).refusal == .mailboxFull("bob"))
    #expect(room.ask(ann, offer("file", to: "bob", size: 1)).refusal == .mailboxFull("bob"))
    #expect(room.ask(ann, .message(to: "carl", body: "hi")).refusal == nil)
    // Broadcasts are stored once for all and take no room in a mailbox.
    #expect(room.ask(ann, .broadcast(body: "to all")).refusal == nil)

    let bob = room.enters("bob")
    let session = try #require(bob)
    #expect(
      room.messages(session).suffix(4) == [
        "ann(private): hi", "ann(private): hi", "ann(private): hi", "ann(broadcast): to all",
      ])
    #expect(room.ask(ann, .message(to: "bob", body: "again")).refusal == .mailboxFull("bob"))
    room.acknowledge(session)
    #expect(room.ask(ann, .message(to: "bob", body: "again")).refusal == nil)
  }

  @Test func theBytesInAMailboxCount() throws {
    let room = room { $0[.mailboxBytes] = 10 }
    let ann = try room.enter("ann")
    #expect(room.ask(ann, .message(to: "bob", body: "12345678")).refusal == nil)
    #expect(room.ask(ann, .message(to: "bob", body: "123")).refusal == .mailboxFull("bob"))
    #expect(room.ask(ann, .message(to: "bob", body: "12")).refusal == nil)
  }

  @Test func aMailboxSurvivesFailedCommitsAndCrashes() throws {
    let room = room { $0[.mailboxMessages] = 3 }
    var ann = try room.enter("ann")
    room.ask(ann, .message(to: "bob", body: "1"))
    room.with { $0.isPrompt = false }
    room.ask(ann, .message(to: "bob", body: "2"))
    room.ask(ann, .message(to: "bob", body: "3"))
    #expect(room.room.used(.mailboxMessages, at: room.clock.now) == 3)
    // What was not stored does not wait: or nobody could ever read it away.
    room.with { $0.failCommit() }
    #expect(room.room.used(.mailboxMessages, at: room.clock.now) == 1)
    room.with {
      $0.leaveReadOnly()
      $0.isPrompt = true
      $0.crash()
    }
    #expect(room.room.used(.mailboxMessages, at: room.clock.now) == 1)
    ann = try room.enter("ann")
    room.ask(ann, .message(to: "bob", body: "2"))
    room.ask(ann, .message(to: "bob", body: "3"))
    #expect(room.ask(ann, .message(to: "bob", body: "4")).refusal == .mailboxFull("bob"))
  }

  @Test func liftedEverythingIsTaken() throws {
    let room = room { limits in
      for limit in [Setting.filesPerUser, .waitingBytes, .waitingBytesPerUser, .mailboxMessages, .mailboxBytes] {
        limits[limit] = 0
      }
    }
    let ann = try room.enter("ann")
    for number in 0..<600 { try room.send("\(number)", from: ann, to: "bob", size: 1 << 30) }
    for _ in 0..<11_000 { #expect(room.ask(ann, .message(to: "bob", body: "hi")).refusal == nil) }
  }
}
