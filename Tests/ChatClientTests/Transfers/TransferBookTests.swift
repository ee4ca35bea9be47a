import ChatCore
import Testing

@testable import ChatClient

/// Transfers in a conversation that loses its connection: told directly, as the way back tells it.
@Suite struct TransferBookTests {
  private let one = TransferTicket(rawValue: 1)
  private let digest = [UInt8](repeating: 7, count: 32)

  /// The file is open and its offer, request 5, taken.
  private func uploading() throws -> TransferBook {
    var book = TransferBook()
    #expect(book.send("dir/a.bin", to: "bob") == [.perform(.openFile(one, path: "dir/a.bin"))])
    let offer = Request.offerFile(to: "bob", name: "a.bin", size: 100)
    #expect(book.happened(one, .fileOpened(name: try FileName("a.bin"), size: 100)) == [.ask(offer, .upload(one))])
    book.noteOffer(one, 5)
    let steps = book.repliedToOffer(one, .uploadAccepted(TransferID(rawValue: 3), credit: 10))
    #expect(
      steps == [
        .show([Words.uploadBegins]), .perform(.upload(one, TransferID(rawValue: 3), from: 0, credit: 10)),
      ])
    return book
  }

  private func accepted(_ id: UInt64, size: Int64 = 100, digest: [UInt8]? = nil) -> Reply {
    .downloadAccepted(
      TransferID(rawValue: id), FileID(rawValue: 8), name: "a.bin", size: size, digest: digest ?? self.digest)
  }

  private func downloading() throws -> TransferBook {
    var book = TransferBook()
    #expect(book.fetch("a.bin", from: "amy") == [.ask(.getFile(from: "amy", name: "a.bin"), .download(one))])
    #expect(book.repliedToWish(one, accepted(3)).count == 2)
    return book
  }

  // MARK: - Uploads

  @Test func anUploadGoesOnWhereTheServerIs() throws {
    var book = try uploading()
    #expect(book.paused() == [.perform(.pause(one))])
    #expect(book.summaries.map(\.isStopped) == [true])
    #expect(book.resumed() == [.ask(.resumeUpload(offer: 5), .upload(one))])
    let id = TransferID(rawValue: 1)
    #expect(
      book.repliedToOffer(one, .uploadResumed(id, offset: 40, credit: 20)) == [
        .show(["\"a.bin\" goes on from 40 of 100 B."]), .perform(.upload(one, id, from: 40, credit: 20)),
      ])
    #expect(book.happened(one, .uploadSent(digest: [1])) == [.show([Words.uploadSent])])
    #expect(book.repliedToOffer(one, .fileStored(name: "a.bin")).first == .perform(.abandon(one)))
    #expect(book.isEmpty)
  }

  @Test func theServerMayHaveKeptNothing() throws {
    var book = try uploading()
    _ = book.paused()
    _ = book.resumed()
    #expect(
      book.repliedToOffer(one, .refused(.noSuchTransfer)) == [
        .show(["The server has kept nothing of \"a.bin\". It is sent again from its beginning."]),
        .askAgain(5, .offerFile(to: "bob", name: "a.bin", size: 100), .upload(one)),
      ])
    let id = TransferID(rawValue: 1)
    #expect(
      book.repliedToOffer(one, .uploadAccepted(id, credit: 10)).last
        == .perform(.upload(one, id, from: 0, credit: 10)))
  }

  @Test func anAnswerThatWasLostIsAskedForAgain() throws {
    var book = try uploading()
    _ = book.happened(one, .uploadSent(digest: [1]))
    #expect(book.awaitsStorage)
    _ = book.paused()
    _ = book.resumed()
    let steps = book.repliedToOffer(one, .fileStored(name: "a.bin"))
    #expect(steps.contains(.show(Reply.fileStored(name: "a.bin").lines)))
    #expect(steps.last == .notice(["SHA-256 of \"a.bin\": 01"]))
    #expect(!book.awaitsStorage)
  }

  @Test func theEndIsToldOnce() throws {
    var book = try uploading()
    #expect(book.happened(one, .uploadSent(digest: [1])).count == 1)
    _ = book.paused()
    _ = book.resumed()
    _ = book.repliedToOffer(one, .uploadResumed(TransferID(rawValue: 1), offset: 40, credit: 20))
    #expect(book.happened(one, .uploadSent(digest: [1])).isEmpty)
  }

  @Test func anOfferWithoutAnswerIsMadeAgainUnderItsNumber() throws {
    var book = TransferBook()
    _ = book.send("a.bin", to: "bob")
    _ = book.happened(one, .fileOpened(name: try FileName("a.bin"), size: 100))
    book.noteOffer(one, 5)
    #expect(book.paused().isEmpty)
    #expect(book.resumed() == [.askAgain(5, .offerFile(to: "bob", name: "a.bin", size: 100), .upload(one))])
  }

  @Test func aFileThatIsOpenedMeanwhileIsOfferedLater() throws {
    var book = TransferBook()
    _ = book.send("a.bin", to: "bob")
    #expect(book.paused().isEmpty)
    #expect(book.happened(one, .fileOpened(name: try FileName("a.bin"), size: 100)).isEmpty)
    #expect(book.resumed() == [.ask(.offerFile(to: "bob", name: "a.bin", size: 100), .upload(one))])
  }

  @Test func itMayBeLostWhileItIsBeingResumed() throws {
    var book = try uploading()
    for _ in 0..<3 {
      #expect(book.paused() == [.perform(.pause(one))])
      #expect(book.resumed() == [.ask(.resumeUpload(offer: 5), .upload(one))])
    }
  }

  // MARK: - Downloads

  @Test(arguments: [true, false])
  func aDownloadGoesOnWhereItsBytesEnd(isKnownBefore: Bool) throws {
    var book = try downloading()
    #expect(book.paused() == [.perform(.pause(one))])
    let wish = [TransferStep.ask(.resumeDownload(FileID(rawValue: 8), offset: 60), .download(one))]
    if isKnownBefore {
      #expect(book.happened(one, .downloadPaused(60)).isEmpty)
      #expect(book.resumed() == wish)
    } else {
      #expect(book.resumed().isEmpty)
      #expect(book.happened(one, .downloadPaused(60)) == wish)
    }
    #expect(
      book.repliedToWish(one, accepted(1)) == [.perform(.goOnDownloading(one, TransferID(rawValue: 1)))])
  }

  @Test func aFileThatWaitsNoMoreIsTold() throws {
    var book = try downloading()
    _ = book.paused()
    _ = book.happened(one, .downloadPaused(60))
    _ = book.resumed()
    #expect(
      book.repliedToWish(one, .refused(.noSuchTransfer)) == [
        .perform(.abandon(one)),
        .show(["Error! \"a.bin\" does not wait for you any more. Type \"fileget\" alone to see what does."]),
      ])
  }

  @Test func theRestOfAnotherFileIsNotTaken() throws {
    var book = try downloading()
    _ = book.paused()
    _ = book.happened(one, .downloadPaused(60))
    _ = book.resumed()
    let steps = book.repliedToWish(one, accepted(1, digest: [UInt8](repeating: 8, count: 32)))
    #expect(steps.first == .perform(.abandon(one)))
    #expect(steps.last == .ask(.cancelTransfer(TransferID(rawValue: 1)), .silent))
  }

  @Test func aWishWithoutAnswerIsWishedAgain() {
    var book = TransferBook()
    _ = book.fetch("a.bin", from: "amy")
    #expect(book.paused().isEmpty)
    #expect(book.resumed() == [.ask(.getFile(from: "amy", name: "a.bin"), .download(one))])
  }

  @Test func aFileThatIsSavedMeanwhileIsHandedOverLater() throws {
    var book = try downloading()
    _ = book.paused()
    _ = book.happened(one, .downloadSaved(path: "/a.bin"))
    #expect(book.happened(one, .downloadPaused(100)).isEmpty)
    #expect(book.resumed() == [.ask(.fileReceived(FileID(rawValue: 8)), .handOver(one))])
    // Lost once more, the request is one of those that are sent again under their numbers.
    #expect(book.paused().isEmpty)
    #expect(book.resumed().isEmpty)
    #expect(book.repliedToHandOver(one, .doneBefore).isEmpty)
    #expect(book.isEmpty)
  }

  // MARK: - Cancelling

  private func cancelled(_ steps: [TransferStep]) -> Bool {
    steps.contains(.show(["The transfer of \"a.bin\" has been cancelled."]))
  }

  @Test func aRunningUploadEndsWithTheAnswerToItsOffer() throws {
    var book = try uploading()
    #expect(
      book.cancel("1") == [.perform(.abandon(one)), .ask(.cancelTransfer(TransferID(rawValue: 3)), .cancel(one))])
    #expect(book.cancel("1").isEmpty)
    #expect(book.happened(one, .uploadSent(digest: [1])).isEmpty)
    #expect(cancelled(book.repliedToOffer(one, .transferCancelled)))
    #expect(book.repliedToCancel(one).isEmpty)
    #expect(book.isEmpty)
  }

  @Test func itMayHaveBeenComplete() throws {
    var book = try uploading()
    _ = book.cancel("1")
    #expect(!cancelled(book.repliedToOffer(one, .fileStored(name: "a.bin"))))
    #expect(book.isEmpty)
  }

  @Test func aRunningDownloadIsCancelled() throws {
    var book = try downloading()
    #expect(book.cancel("1").first == .perform(.abandon(one)))
    #expect(cancelled(book.repliedToCancel(one)))
    #expect(book.isEmpty)
  }

  @Test func whatHasNoNumberYetIsCancelledWhenItGetsOne() throws {
    var book = TransferBook()
    _ = book.send("a.bin", to: "bob")
    _ = book.happened(one, .fileOpened(name: try FileName("a.bin"), size: 100))
    book.noteOffer(one, 5)
    #expect(book.cancel("1") == [.perform(.abandon(one))])
    let id = TransferID(rawValue: 3)
    #expect(book.repliedToOffer(one, .uploadAccepted(id, credit: 1)).last == .ask(.cancelTransfer(id), .cancel(one)))
    #expect(cancelled(book.repliedToOffer(one, .transferCancelled)))
  }

  @Test func whatIsStoppedIsJustForgotten() throws {
    var book = try uploading()
    _ = book.paused()
    #expect(cancelled(book.cancel("1")))
    #expect(book.resumed().isEmpty && book.isEmpty)
  }

  @Test func aCancellationThatWasUnderWayIsDoneByTheLoss() throws {
    var book = try uploading()
    _ = book.cancel("1")
    #expect(cancelled(book.paused()))
    #expect(book.resumed().isEmpty && book.isEmpty)
  }

  @Test(arguments: ["2", "0", "-1", "x", "1 "])
  func whatIsNoNumberIsTold(text: String) throws {
    var book = try uploading()
    #expect(
      book.cancel(text) == [
        .show([
          "Error! There is no transfer \"\(text)\". Type \"transfers\" to see those that run, with their numbers."
        ])
      ])
  }

  @Test func theListIsInTheOrderOfTheCommands() throws {
    var book = try downloading()
    _ = book.send("b.bin", to: "bob")
    guard case .perform(.listTransfers(let list))? = book.list().first else {
      Issue.record("no list")
      return
    }
    #expect(list.map(\.title) == ["1: a.bin from amy", "2: b.bin to bob"])
    #expect(list.map(\.size) == [100, nil])
    #expect(TransferBook().list() == [.show(["No file is being sent or received."])])
  }
}
