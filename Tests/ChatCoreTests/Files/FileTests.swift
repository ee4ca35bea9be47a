import ChatCore
import ChatTestSupport
import Testing

@Suite("Files")
struct FileTests {
  @Test func aListOfVeryManyFilesEndsEarly() throws {
    let room = TestRoom("ann", "bob") { $0[.filesPerUser] = 0 }
    let ann = try room.enter("ann")
    let names = (1_000..<2_000).map { "\($0)" + String(repeating: "x", count: FileName.maximumBytes - 4) }
    for name in names {
      try room.send(name, from: ann, to: "bob", size: 1)
    }
    let bob = try room.enter("bob")
    func listed() -> [String] {
      guard case .waitingFiles(let files) = room.ask(bob, .listFiles) else { return [] }
      return files.map(\.name)
    }
    let first = listed()
    #expect(first == Array(names.prefix(first.count)))
    let next = try #require(names.dropFirst(first.count).first)
    #expect(first.count > 500)
    for name in first {
      room.ask(bob, .declineFile(from: "ann", name: name))
    }
    #expect(listed().first == next)
  }

  @Test func aFileIsStoredAndItsReceiverTold() throws {
    let room = TestRoom("facebook", "google")
    let facebook = try room.enter("facebook")
    let google = try room.enter("google")
    #expect(try room.send("test_file.txt", from: facebook, to: "google") == .fileStored(name: "test_file.txt"))
    #expect(room.messages(google) == ["facebook(file_transfer): test_file.txt"])
    #expect(
      room.ask(google, .listFiles) == .waitingFiles([FileListing(sender: "facebook", name: "test_file.txt", size: 10)]))
    #expect(room.ask(facebook, .listFiles) == .waitingFiles([]))
  }

  @Test func namesThatOnlyLookTheSameAreTwoFiles() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    let bob = try room.enter("bob")
    for name in ["\u{E9}", "e\u{301}"] {
      try room.send(name, from: amy, to: "bob")
    }
    #expect(room.depot.count == 2)
    func listed() -> [[UInt8]] {
      guard case .waitingFiles(let files) = room.ask(bob, .listFiles) else { return [] }
      return files.map { Array($0.name.utf8) }
    }
    #expect(listed() == [[0xC3, 0xA9], [0x65, 0xCC, 0x81]])
    room.ask(bob, .declineFile(from: "amy", name: "e\u{301}"))
    #expect(listed() == [[0xC3, 0xA9]])
    #expect(room.ask(bob, .getFile(from: "amy", name: "e\u{301}")).refusal != nil)
  }

  @Test func anAbsentReceiverIsToldAtLogInAfterARestartToo() throws {
    let room = TestRoom("facebook", "google")
    try room.send("my notes.txt", from: try room.enter("facebook"), to: "google")
    room.with { $0.crash() }
    let google = try #require(room.enters("google"))
    #expect(room.news(google) == ["facebook(file_transfer): my notes.txt", "caught up"])
    guard case .downloadAccepted = room.ask(google, .getFile(from: "facebook", name: "my notes.txt")) else {
      Issue.record("no download")
      return
    }
  }

  @Test func offersThatAreRefused() throws {
    let room = TestRoom("amy", "bob", "cat", maxFileSize: 100)
    let amy = try room.enter("amy")
    room.ask(try room.enter("cat"), .block("amy"))
    let refusals: [(to: String, name: String, size: Int64, Refusal)] = [
      ("amy", "x", 1, .toYourself(.file)), ("nobody", "x", 1, .noSuchUser("nobody")),
      ("cat", "x", 1, .blockedByReceiver("cat")), ("bob", "x", 101, .fileTooLarge(maximum: 100)),
      ("bob", "x", -1, .fileTooLarge(maximum: 100)), ("bob", "../x", 1, .fileNameMalformed("../x")),
      ("bob", "", 1, .fileNameMalformed("")),
    ]
    for (receiver, name, size, refusal) in refusals {
      #expect(room.ask(amy, .offerFile(to: receiver, name: name, size: size)) == .refused(refusal))
    }
    #expect(room.uploads.isEmpty)
    #expect(try room.send("empty", from: amy, to: "bob", size: 0) == .fileStored(name: "empty"))
    #expect(try room.send("full", from: amy, to: "bob", size: 100) == .fileStored(name: "full"))
  }

  @Test func whatHappensDuringTheUploadCounts() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    guard case .uploadAccepted(let transfer, _) = room.ask(amy, .offerFile(to: "bob", name: "x", size: 1), number: 900)
    else { throw TestProblem.noTransfer }
    room.ask(try room.enter("bob"), .block("amy"))
    room.with { $0.finishUpload(amy, transfer) }
    #expect(room.inboxes[amy]?.reply(to: 900) == .refused(.blockedByReceiver("bob")))
    #expect(room.depot.isEmpty)
  }

  @Test func aDamagedUploadIsTold() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    let transfer = try upload(from: amy, in: room)
    room.with { $0.spoilUpload(amy, transfer) }
    #expect(room.inboxes[amy]?.reply(to: 900) == .refused(.fileDamaged("x")))
    #expect(room.store.state.files.isEmpty)
  }

  @Test func theSameNameAgainReplacesTheFileOnceItIsComplete() throws {
    let room = TestRoom("amy", "bob", "cat")
    let amy = try room.enter("amy")
    let cat = try room.enter("cat")
    try room.send("x", from: amy, to: "bob", size: 1)
    try room.send("x", from: cat, to: "bob", size: 2)
    let first = try #require(room.store.state.files.first)
    let transfer = try upload(from: amy, in: room)
    #expect(room.store.state.files.contains(first) && room.depot.contains(first.id))
    room.isPrompt = false
    room.with { $0.finishUpload(amy, transfer) }
    #expect(room.depot.contains(first.id), "the old bytes went before the new ones were on disk")
    room.with { $0.commit() }
    #expect(!room.depot.contains(first.id) && room.depot.count == 2)
    room.isPrompt = true
    let bob = try room.enter("bob")
    #expect(
      room.ask(bob, .listFiles)
        == .waitingFiles([
          FileListing(sender: "cat", name: "x", size: 2), FileListing(sender: "amy", name: "x", size: 3),
        ]))
  }

  @Test func aFailedReplacementKeepsTheOldFile() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    try room.send("x", from: amy, to: "bob", size: 1)
    let depot = room.depot
    let transfer = try upload(from: amy, in: room)
    room.isPrompt = false
    room.with { $0.finishUpload(amy, transfer) }
    room.with { $0.failCommit() }
    #expect(room.inboxes[amy]?.reply(to: 900) == .refused(.notStored))
    #expect(room.depot == depot)
    #expect(
      room.ask(try room.enter("bob"), .listFiles) == .waitingFiles([FileListing(sender: "amy", name: "x", size: 1)]))
  }

  @Test func aFetchedFileIsDeletedWhenItsReceiverHasIt() throws {
    let room = TestRoom("amy", "bob")
    try room.send("x", from: try room.enter("amy"), to: "bob")
    let bob = try room.enter("bob")
    guard
      case .downloadAccepted(let transfer, let file, "x", 10, let digest) =
        room.ask(bob, .getFile(from: "AMY", name: "x"))
    else { throw TestProblem.noTransfer }
    #expect(digest == RoomHarness.digest)
    room.with { $0.endDownload(bob, transfer) }
    #expect(room.depot == [file])
    #expect(room.ask(bob, .fileReceived(file), number: 900) == .fileHandedOver)
    #expect(room.depot.isEmpty && room.store.state.files.isEmpty)
    #expect(room.ask(bob, .fileReceived(file), number: 900) == .doneBefore)
    #expect(room.ask(bob, .fileReceived(file)) == .fileHandedOver)
    #expect(room.ask(bob, .getFile(from: "amy", name: "x")) == .refused(.noSuchFile(from: "amy", name: "x")))
    #expect(room.logged.contains(.fileFetched(user: "bob", sender: "amy", file: "x")))
  }

  @Test func whatWasReplacedDuringTheDownloadIsNoError() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    try room.send("x", from: amy, to: "bob")
    let bob = try room.enter("bob")
    let old = try #require(room.depot.first)
    room.ask(bob, .getFile(from: "amy", name: "x"))
    try room.send("x", from: amy, to: "bob")
    #expect(room.ask(bob, .fileReceived(old)) == .fileHandedOver)
    #expect(room.store.state.files.count == 1 && room.depot.count == 1)
  }

  @Test func onlyItsReceiverTakesAFile() throws {
    let room = TestRoom("amy", "bob", "cat")
    try room.send("x", from: try room.enter("amy"), to: "bob")
    let cat = try room.enter("cat")
    #expect(room.ask(cat, .getFile(from: "amy", name: "x")).refusal == .noSuchFile(from: "amy", name: "x"))
    #expect(room.ask(cat, .declineFile(from: "amy", name: "x")).refusal == .noSuchFile(from: "amy", name: "x"))
    room.ask(cat, .fileReceived(try #require(room.depot.first)))
    #expect(room.depot.count == 1 && room.store.state.files.count == 1)
  }

  @Test(arguments: [true, false])
  func aDeclinedFileIsDeletedAndItsSenderTold(senderIsThere: Bool) throws {
    let room = TestRoom("facebook", "google", "amy")
    var facebook = try room.enter("facebook")
    try room.send("test_file.txt", from: facebook, to: "google")
    let google = try room.enter("google")
    let amy = try room.enter("amy")
    if !senderIsThere {
      room.leave(facebook)
    }
    #expect(
      room.ask(google, .declineFile(from: "Facebook", name: "test_file.txt"))
        == .fileDeclined(from: "facebook", name: "test_file.txt"))
    #expect(room.depot.isEmpty && room.store.state.files.isEmpty)
    if !senderIsThere {
      room.with { $0.crash() }
      facebook = try #require(room.enters("facebook"))
    }
    #expect(
      room.messages(facebook) == ["System(broadcast): \"google\" has declined your file \"test_file.txt\"."])
    #expect(room.messages(amy).isEmpty)
  }

  @Test func aSenderThatIsGoneIsNotTold() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    try room.send("x", from: amy, to: "bob")
    room.leave(amy)
    let prompt = try room.connect()
    room.ask(prompt, .verifyDeparture(name: "amy", password: "password-of-amy"))
    room.ask(prompt, .deregister)
    let count = room.store.messages.count
    #expect(
      room.ask(try room.enter("bob"), .declineFile(from: "amy", name: "x")) == .fileDeclined(from: "amy", name: "x"))
    #expect(room.store.messages.count == count && room.depot.isEmpty)
  }

  @Test func transfersAreLimitedAndCancelled() throws {
    let room = TestRoom("amy", "bob")
    let amy = try room.enter("amy")
    for index in 0..<8 {
      room.ask(amy, .offerFile(to: "bob", name: "\(index)", size: 1), number: 900 + UInt64(index))
    }
    #expect(room.ask(amy, .offerFile(to: "bob", name: "9", size: 1)) == .refused(.tooManyTransfers(maximum: 8)))
    let transfer = TransferID(rawValue: 3)
    #expect(room.ask(amy, .cancelTransfer(transfer)) == .transferCancelled)
    #expect(room.inboxes[amy]?.reply(to: 902) == .transferCancelled, "the offer waits for ever")
    #expect(room.uploads[amy]?.count == 7)
    #expect(room.ask(amy, .cancelTransfer(transfer)) == .refused(.noSuchTransfer))
    #expect(room.ask(amy, .offerFile(to: "bob", name: "9", size: 1)).refusal == nil)
  }

  @Test func aDownloadThatFailsIsTold() throws {
    let room = TestRoom("amy", "bob")
    try room.send("x", from: try room.enter("amy"), to: "bob")
    let bob = try room.enter("bob")
    guard case .downloadAccepted(let transfer, _, _, _, _) = room.ask(bob, .getFile(from: "amy", name: "x"))
    else { throw TestProblem.noTransfer }
    room.with { $0.endDownload(bob, transfer, reason: "the disk broke") }
    #expect(room.news(bob) == ["transfer 1 failed: the disk broke"])
    #expect(room.ask(bob, .cancelTransfer(transfer)) == .refused(.noSuchTransfer))
    #expect(room.depot.count == 1)
  }

  @Test(arguments: ["leave", "lose", "stop"])
  func transfersEndWithTheirSession(how: String) throws {
    let room = TestRoom("amy", "bob", grace: 0)
    let amy = try room.enter("amy")
    let transfer = try upload(from: amy, in: room)
    let file = try #require(room.uploads[amy]?[transfer])
    switch how {
    case "leave": room.ask(amy, .leave(.quit))
    case "lose": room.lose(amy)
    default: room.with { $0.stop() }
    }
    #expect(room.uploads[amy]?.isEmpty ?? true)
    // The bytes may have been complete just then: nobody wants them any more.
    room.with { $0.storeUpload(file) }
    #expect(!room.depot.contains(file))
  }

  @Test func aFileIsAnnouncedWhenItIsOnDisk() throws {
    let room = TestRoom("amy", "bob")
    for isKept in [false, true] {
      let amy = try room.enter("amy", run: 7)
      let bob = try room.enter("bob", run: 8)
      room.isPrompt = false
      let transfer = try upload(from: amy, in: room)
      room.with { $0.finishUpload(amy, transfer) }
      #expect(room.messages(bob) == [])
      room.with { if isKept { $0.commit() } else { $0.crash() } }
      #expect(room.messages(bob) == (isKept ? ["amy(file_transfer): x"] : []))
      room.isPrompt = true
    }
  }

  /// Lets an upload of 3 bytes to bob, named x, begin as request 900.
  private func upload(from session: SessionID, in room: TestRoom) throws -> TransferID {
    guard
      case .uploadAccepted(let transfer, _) = room.ask(session, .offerFile(to: "bob", name: "x", size: 3), number: 900)
    else { throw TestProblem.noTransfer }
    return transfer
  }
}
