import ChatCore
import ChatTestSupport
import Testing

@Suite("The steps of a transfer")
struct TransferStepTests {
  @Test func anUploadTakesWhatWasAnnouncedAndNoMore() {
    var upload = Upload(size: 100_000)
    let taken = [32_768, 32_768, 32_768].map { upload.take($0) }
    #expect(taken == [true, true, true] && !upload.isComplete)
    let rest = 100_000 - 3 * 32_768
    let tooMuch = upload.take(rest + 1)
    #expect(!tooMuch && upload.received == 98_304)
    let last = upload.take(rest)
    #expect(last && upload.isComplete)
    let more = upload.take(1)
    #expect(!more)
  }

  @Test(arguments: [0, -1, 32_769, Int.max, Int.min])
  func anImpossibleChunkIsRefused(count: Int) {
    var upload = Upload(size: 1 << 40)
    let taken = upload.take(count)
    #expect(!taken && upload.received == 0 && upload.credit == Upload.window)
  }

  @Test func nothingComesBeyondTheCredit() {
    var upload = Upload(size: 1 << 30)
    for _ in 0..<32 {
      let taken = upload.take(Upload.maximumChunk)
      #expect(taken)
    }
    let tooMuch = upload.take(1)
    #expect(!tooMuch && upload.credit == 0)
    #expect(upload.wrote(10) == 10)
    let within = upload.take(10)
    let beyond = upload.take(1)
    #expect(within && !beyond)
  }

  @Test func anEmptyFileIsCompleteAtOnce() {
    #expect(Upload(size: 0).isComplete)
    #expect(Download(size: 0).isComplete && Download(size: 0).nextChunk == 0)
  }

  @Test(arguments: 0..<20)
  func aDownloadNeverRunsAheadOfItsReader(round: Int) {
    var random = SeededGenerator(seed: UInt64(round))
    let size = Int64.random(in: 0...5_000_000, using: &random)
    var download = Download(size: size)
    var unread: Int64 = 0
    var sent: Int64 = 0
    while !download.isComplete {
      if download.nextChunk > 0, Bool.random(using: &random) {
        let count = Int.random(in: 1...download.nextChunk, using: &random)
        download.send(count)
        sent += Int64(count)
        unread += Int64(count)
      } else if unread > 0 {
        let read = Int64.random(in: 1...unread, using: &random)
        let isTaken = download.give(read)
        #expect(isTaken, "seed \(round)")
        unread -= read
      }
      guard unread <= Download.window, download.sent == sent else {
        Issue.record("\(unread) bytes are ahead of the reader, seed \(round)")
        return
      }
    }
    #expect(sent == size)
  }

  @Test(arguments: [0, -1, Int64.min, 101, Int64.max])
  func nobodyGivesMoreThanItWasSent(bytes: Int64) {
    var download = Download(size: 1 << 40)
    download.send(100)
    let taken = download.give(bytes)
    #expect(!taken)
    let proper = download.give(100)
    #expect(proper && download.nextChunk == Upload.maximumChunk)
  }
}
