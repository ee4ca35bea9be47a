import ChatCore
import ChatTestSupport
import Testing

/// Transfers whose connection is lost go on where they stopped, for as long as their person is waited for.
@Suite("Resumed transfers")
struct ResumedTransferTests {
  private static let offer: UInt64 = 900

  /// Amy, whose upload of 10 bytes to bob runs as request 900 of run 7.
  private static func uploading(
    _ room: TestRoom, run: UInt64 = 7
  ) throws -> (amy: SessionID, transfer: TransferID, file: FileID) {
    let amy = try room.enter("amy", run: run)
    guard
      case .uploadAccepted(let transfer, _) =
        room.ask(amy, .offerFile(to: "bob", name: "x", size: 10), number: offer),
      let file = room.uploads[amy]?[transfer]
    else { throw TestProblem.noTransfer }
    return (amy, transfer, file)
  }

  private static func resume(_ room: TestRoom, run: UInt64 = 7, number: UInt64 = 950) throws -> (SessionID, Reply?) {
    let amy = try room.enter("amy", run: run)
    return (amy, room.ask(amy, .resumeUpload(offer: offer), number: number))
  }

  @Test func anUploadGoesOnWithWhatHasCome() throws {
    let room = TestRoom("amy", "bob")
    let bob = try room.enter("bob")
    let (amy, _, file) = try Self.uploading(room)
    _ = room.news(bob)
    room.lose(amy)
    #expect(room.parked == [file])
    room.pass(29)
    let (back, reply) = try Self.resume(room)
    guard case .uploadResumed(let transfer, RoomHarness.parkedBytes, Upload.window)? = reply else {
      Issue.record("\(String(describing: reply))")
      return
    }
    #expect(room.parked.isEmpty && room.uploads[back] == [transfer: file])
    room.pass(31)
    room.with { $0.finishUpload(back, transfer) }
    #expect(room.inboxes[back]?.reply(to: 950) == .fileStored(name: "x"))
    #expect(room.messages(bob) == ["amy(file_transfer): x"])
    #expect(room.inboxes[bob]?.messages.last?.request == ClientRequestID(run: 7, number: Self.offer))
    #expect(room.depot == [file])
  }

  @Test func itMayBeLostAndResumedMoreThanOnce() throws {
    let room = TestRoom("amy", "bob")
    var (amy, _, file) = try Self.uploading(room)
    for number: UInt64 in 951...953 {
      room.lose(amy)
      let (back, reply) = try Self.resume(room, number: number)
      guard case .uploadResumed(let transfer, _, _)? = reply else { throw TestProblem.noTransfer }
      #expect(room.uploads[back] == [transfer: file])
      amy = back
    }
  }

  @Test(arguments: ["another run", "somebody else", "another number", "no grace", "the grace is over", "a restart"])
  func nobodyElseGetsIt(why: String) throws {
    let room = TestRoom("amy", "bob", grace: why == "no grace" ? 0 : 30)
    let (amy, _, file) = try Self.uploading(room)
    room.lose(amy)
    var back: SessionID
    switch why {
    case "another run":
      back = try room.enter("amy", run: 8)
      #expect(room.parked.isEmpty, "nobody can go on with it any more")
    case "somebody else":
      back = try room.enter("bob", run: 7)
    case "the grace is over":
      room.pass(30)
      #expect(room.parked.isEmpty)
      back = try room.enter("amy", run: 7)
    case "a restart":
      room.with { $0.crash() }
      back = try room.enter("amy", run: 7)
    default:
      back = try room.enter("amy", run: 7)
    }
    let number = why == "another number" ? Self.offer + 1 : Self.offer
    #expect(room.ask(back, .resumeUpload(offer: number)) == .refused(.noSuchTransfer))
    #expect(room.uploads[back] == nil && !room.depot.contains(file))
  }

  @Test func whoIsBackHasAsLongAgain() throws {
    let room = TestRoom("amy", "bob")
    let (amy, _, file) = try Self.uploading(room)
    room.lose(amy)
    room.pass(29)
    let back = try room.enter("amy", run: 7)
    room.pass(29)
    #expect(room.parked == [file])
    room.pass(2)
    #expect(room.parked.isEmpty)
    #expect(room.ask(back, .resumeUpload(offer: Self.offer)) == .refused(.noSuchTransfer))
  }

  @Test(arguments: ["left", "timed out", "kicked", "deleted", "stopped"])
  func whoGoesForGoodLeavesNothing(how: String) throws {
    let room = TestRoom("amy", "bob")
    let (amy, _, _) = try Self.uploading(room)
    room.lose(amy)
    switch how {
    case "left": room.leave(try room.enter("amy", run: 7))
    case "timed out":
      room.with { $0.set(.timeOut, to: "1") }
      _ = try room.enter("amy", run: 7)
      room.pass(2)
    case "kicked":
      try room.administer { room, turn in
        try room.kick("amy", reason: nil, turn: &turn)
        return nil
      }
    case "deleted":
      try room.administer { room, turn in try room.deleting("amy", turn: turn) }
    default: room.with { $0.stop() }
    }
    #expect(room.parked.isEmpty)
  }

  /// The last bytes arrive, then the connection is lost before anybody can be told.
  @Test(arguments: [true, false])
  func aFileThatIsCompleteWithoutItsSenderIsStored(isBackBefore: Bool) throws {
    let room = TestRoom("amy", "bob")
    let bob = try room.enter("bob")
    let (amy, _, file) = try Self.uploading(room)
    _ = room.news(bob)
    room.lose(amy)
    var early: (SessionID, Reply?)?
    if isBackBefore {
      // The depot has told of the end already, and knows of no parked upload.
      room.with { $0.forgetParked(file) }
      early = try Self.resume(room)
      #expect(early?.1 == nil)
    }
    room.with { $0.storeUpload(file) }
    #expect(room.messages(bob).suffix(1) == ["amy(file_transfer): x"])
    if let (back, _) = early {
      #expect(room.inboxes[back]?.reply(to: 950) == .fileStored(name: "x"))
    } else {
      #expect(try Self.resume(room).1 == .fileStored(name: "x"))
    }
    #expect(room.depot == [file] && room.store.state.files.count == 1)
  }

  @Test func whatWasStoredIsToldAgainOnceItIsOnDisk() throws {
    let room = TestRoom("amy", "bob")
    let (amy, transfer, _) = try Self.uploading(room)
    room.isPrompt = false
    room.with { $0.finishUpload(amy, transfer) }
    room.lose(amy)
    let back = try #require(room.enters("amy", run: 7))
    room.with { $0.commit() }
    #expect(room.ask(back, .resumeUpload(offer: Self.offer), number: 950) == nil)
    room.with { $0.commit() }
    #expect(room.inboxes[back]?.reply(to: 950) == .fileStored(name: "x"))
  }

  @Test func whatCouldNotBeStoredIsNotClaimed() throws {
    let room = TestRoom("amy", "bob")
    let (amy, transfer, _) = try Self.uploading(room)
    room.isPrompt = false
    room.with { $0.finishUpload(amy, transfer) }
    room.lose(amy)
    room.with { $0.failCommit() }
    room.with { $0.leaveReadOnly() }
    room.isPrompt = true
    #expect(try Self.resume(room).1 == .refused(.noSuchTransfer))
    #expect(room.depot.isEmpty)
  }

  @Test func anUploadThatFailedMeanwhileIsOfferedAgain() throws {
    let room = TestRoom("amy", "bob")
    let (amy, _, file) = try Self.uploading(room)
    room.lose(amy)
    room.with { $0.failUpload(file) }
    #expect(try Self.resume(room).1 == .refused(.noSuchTransfer))
  }

  @Test func theSameOfferAgainDropsWhatWasLeft() throws {
    let room = TestRoom("amy", "bob")
    let (amy, _, file) = try Self.uploading(room)
    room.lose(amy)
    let (_, _, second) = try Self.uploading(room)
    #expect(room.parked.isEmpty && second != file)
  }

  @Test func whatIsParkedCounts() throws {
    let room = TestRoom("amy", "bob", "cat") {
      $0[.filesPerUser] = 2
      $0[.waitingBytesPerUser] = 25
      $0[.waitingBytes] = 40
    }
    let (amy, _, _) = try Self.uploading(room)
    room.lose(amy)
    let cat = try room.enter("cat", run: 9)
    #expect(
      room.ask(cat, .offerFile(to: "bob", name: "y", size: 31)).refusal
        == .filesTooLarge(maximum: 25))
    for name in ["y", "z"] { room.ask(cat, .offerFile(to: "bob", name: name, size: 12)) }
    let back = try room.enter("amy", run: 7)
    #expect(room.ask(back, .offerFile(to: "bob", name: "y", size: 16)).refusal == .filesTooLarge(maximum: 25))
    #expect(room.ask(back, .offerFile(to: "bob", name: "y", size: 7)).refusal == .depotFull(maximum: 40))
    #expect(room.ask(back, .offerFile(to: "bob", name: "y", size: 6)).refusal == nil)
    #expect(room.ask(back, .offerFile(to: "bob", name: "z", size: 0)).refusal == .tooManyFiles(maximum: 2))
    room.pass(31)
    #expect(room.ask(back, .offerFile(to: "bob", name: "z", size: 10)).refusal == nil)
  }

  @Test func noMoreThanMayRunAreResumed() throws {
    let room = TestRoom("amy", "bob")
    let (amy, _, _) = try Self.uploading(room)
    room.lose(amy)
    let back = try room.enter("amy", run: 7)
    for name in 0..<8 { room.ask(back, .offerFile(to: "bob", name: "\(name)", size: 1)) }
    #expect(room.ask(back, .resumeUpload(offer: Self.offer)) == .refused(.tooManyTransfers(maximum: 8)))
    #expect(room.ask(back, .cancelTransfer(TransferID(rawValue: 1))) == .transferCancelled)
    #expect(room.ask(back, .resumeUpload(offer: Self.offer)).refusal == nil)
  }

  @Test func noMoreThanMayRunAreKept() throws {
    let room = TestRoom("amy", "bob")
    var offers: [UInt64] = []
    for round: UInt64 in 1...3 {
      let amy = try room.enter("amy", run: 7)
      for number in (100 * round)..<(100 * round + 5) {
        offers.append(number)
        room.ask(amy, .offerFile(to: "bob", name: "\(number)", size: 1), number: number)
      }
      room.lose(amy)
      #expect(room.parked.count == min(offers.count, 8))
    }
    let back = try room.enter("amy", run: 7)
    for (number, offer) in offers.enumerated() {
      let reply = room.ask(back, .resumeUpload(offer: offer))
      #expect((reply.refusal == nil) == (number >= 7), "the newest are kept")
    }
  }

  @Test(arguments: [0, 4, 10] as [Int64])
  func aDownloadGoesOn(from offset: Int64) throws {
    let room = TestRoom("amy", "bob")
    try room.send("x", from: try room.enter("amy"), to: "bob")
    let file = try #require(room.depot.first)
    let bob = try room.enter("bob")
    room.ask(bob, .getFile(from: "amy", name: "x"))
    room.lose(bob)
    #expect(room.parked.isEmpty)
    let back = try room.enter("bob")
    guard
      case .downloadAccepted(let transfer, file, "x", 10, RoomHarness.digest)? =
        room.ask(back, .resumeDownload(file, offset: offset))
    else { throw TestProblem.noTransfer }
    #expect(room.offsets[file] == offset)
    room.with { $0.endDownload(back, transfer) }
    #expect(room.ask(back, .fileReceived(file)) == .fileHandedOver)
  }

  @Test func aDownloadStaysWithinItsFileAndItsReceiver() throws {
    let room = TestRoom("amy", "bob", "cat")
    try room.send("x", from: try room.enter("amy"), to: "bob")
    let file = try #require(room.depot.first)
    let bob = try room.enter("bob")
    for offset: Int64 in [-1, 11, .max] {
      #expect(room.ask(bob, .resumeDownload(file, offset: offset)) == .refused(.noSuchTransfer))
    }
    #expect(room.ask(bob, .resumeDownload(FileID(rawValue: 1), offset: 0)) == .refused(.noSuchTransfer))
    #expect(room.ask(try room.enter("cat"), .resumeDownload(file, offset: 0)) == .refused(.noSuchTransfer))
    #expect(room.downloads.isEmpty)
  }
}
