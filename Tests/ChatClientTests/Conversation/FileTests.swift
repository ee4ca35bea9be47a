import ChatCore
import ChatWire
import Testing

@testable import ChatClient

@Suite struct FileTests {
  let ticket = TransferTicket(rawValue: 1)
  let id = TransferID(rawValue: 3)

  private func offered() throws -> ConversationDriver {
    var driver = ConversationDriver.member()
    driver.type("file Columbia dir/test_file.txt")
    #expect(driver.transfers == [.openFile(ticket, path: "dir/test_file.txt")])
    #expect(!driver.isTaking)
    driver.news(.fileOpened(name: try FileName("test_file.txt"), size: 5))
    #expect(driver.request == .offerFile(to: "Columbia", name: "test_file.txt", size: 5))
    driver.transfers = []
    return driver
  }

  private func downloading() throws -> ConversationDriver {
    var driver = ConversationDriver.member()
    driver.type("fileget facebook test_file.txt")
    #expect(driver.request == .getFile(from: "facebook", name: "test_file.txt"))
    let file = IncomingFile(
      transfer: id, file: FileID(rawValue: 8), name: try FileName("test_file.txt"), size: 5, digest: [1])
    driver.reply(
      .downloadAccepted(id, FileID(rawValue: 8), name: "test_file.txt", size: 5, digest: [1]))
    #expect(driver.transfers == [.download(ticket, file)])
    #expect(
      driver.takeScreen() == [
        "server ready, now client receive file",
        "Please wait until the \"receive file success\" notification has raised!...",
      ])
    return driver
  }

  @Test func upload() throws {
    var driver = try offered()
    let number = driver.requests.last?.number
    driver.reply(.uploadAccepted(id, credit: 100))
    #expect(driver.takeScreen() == ["Now begin transferring, please wait..."])
    #expect(driver.transfers == [.upload(ticket, id, from: 0, credit: 100)])
    driver.news(.uploadSent(digest: [0, 171]))
    #expect(driver.takeScreen() == ["Transferring process succeeds."])
    #expect(!driver.isTaking)
    driver.reply(.fileStored(name: "test_file.txt"), to: number)
    #expect(
      driver.takeScreen() == [
        "file \"test_file.txt\" has been successfully received by the server.", "facebook> ",
      ])
    #expect(driver.notices == ["SHA-256 of \"test_file.txt\": 00ab"])
    #expect(driver.transfers.last == .abandon(ticket), "the file stays open")
    #expect(driver.isTaking)
  }

  @Test(arguments: [
    LocalFileError.missing(path: "x"), .directory(path: "x"), .notRegular(path: "x"),
    .system(operation: .reading, path: "x", code: 13),
  ])
  func aFileThatCantBeOpened(error: LocalFileError) {
    var driver = ConversationDriver.member()
    driver.type("file Columbia x")
    driver.news(.fileNotOpened(error))
    #expect(driver.screen == [error.sentence, "facebook> "])
    #expect(error.sentence.hasPrefix("Error! "))
    #expect(error.sentence.contains("\"x\""))
    #expect(driver.requests.isEmpty)
  }

  @Test(arguments: [
    Refusal.fileTooLarge(maximum: 10), .noSuchUser("Columbia"), .blockedByReceiver("Columbia"), .toYourself(.file),
  ])
  func anOfferRefused(refusal: Refusal) throws {
    var driver = try offered()
    driver.refuse(refusal)
    #expect(driver.screen == refusal.lines + ["facebook> "])
    #expect(driver.transfers == [.abandon(ticket)])
  }

  @Test func theServerGivesAnUploadUp() throws {
    var driver = try offered()
    driver.reply(.uploadAccepted(id, credit: 100))
    driver.screen = []
    driver.refuse(.fileFailed("test_file.txt", reason: "no room"))
    #expect(driver.screen == Refusal.fileFailed("test_file.txt", reason: "no room").lines + ["facebook> "])
    #expect(driver.transfers.last == .abandon(ticket))
  }

  @Test func theFileChangesWhileItIsSent() throws {
    var driver = try offered()
    driver.reply(.uploadAccepted(id, credit: 100))
    driver.screen = []
    driver.news(.broke(.changed(path: "test_file.txt")))
    #expect(driver.request == .cancelTransfer(id))
    #expect(!driver.isTaking)
    driver.refuse(.noSuchTransfer)
    #expect(driver.screen == [LocalFileError.changed(path: "test_file.txt").sentence, "facebook> "])
  }

  @Test func download() throws {
    var driver = try downloading()
    driver.news(.downloadSaved(path: "/home/x/test_file (1).txt"))
    #expect(
      driver.takeScreen() == ["receive file success!", "It has been saved as \"/home/x/test_file (1).txt\"."])
    #expect(driver.notices == ["SHA-256 of \"test_file.txt\": 01"])
    #expect(driver.request == .fileReceived(FileID(rawValue: 8)))
    #expect(!driver.isTaking)
    driver.reply(.fileHandedOver)
    #expect(driver.screen == ["facebook> "])
  }

  @Test func aDownloadThatBreaks() throws {
    var driver = try downloading()
    driver.news(.broke(.damaged(name: "test_file.txt")))
    #expect(driver.request == .cancelTransfer(id))
    driver.reply(.transferCancelled)
    #expect(driver.screen == [LocalFileError.damaged(name: "test_file.txt").sentence, "facebook> "])
  }

  @Test func theServerGivesADownloadUp() throws {
    var driver = try downloading()
    driver.event(.transferFailed(id, reason: "disk\u{1B}"))
    #expect(driver.screen == ["Error! disk^[", "facebook> "])
    #expect(driver.transfers.last == .abandon(ticket))
  }

  @Test(arguments: ["../x", "..", "", "a\nb"])
  func aNameThatIsAPathIsNotTaken(name: String) {
    var driver = ConversationDriver.member()
    driver.type("fileget facebook x")
    driver.reply(.downloadAccepted(id, FileID(rawValue: 8), name: name, size: 5, digest: [1]))
    #expect(driver.transfers == [.abandon(ticket)])
    #expect(driver.request == .cancelTransfer(id))
    driver.reply(.transferCancelled)
    #expect(driver.isTaking)
  }

  @Test func lists() {
    var driver = ConversationDriver.member("Columbia")
    driver.type("fileget")
    #expect(driver.request == .listFiles)
    driver.reply(.waitingFiles([FileListing(sender: "facebook", name: "test_file.txt", size: 3)]))
    #expect(driver.takeScreen() == ["File \"test_file.txt\" from \"facebook\".", "Columbia> "])
    driver.type("fileget")
    driver.reply(.waitingFiles([]))
    #expect(driver.takeScreen() == ["No file waits for you.", "Columbia> "])
    driver.type("fileget facebook nothing")
    driver.refuse(.noSuchFile(from: "facebook", name: "nothing"))
    #expect(driver.takeScreen() == Refusal.noSuchFile(from: "facebook", name: "nothing").lines + ["Columbia> "])
    driver.type("filedecline facebook test_file.txt")
    #expect(driver.request == .declineFile(from: "facebook", name: "test_file.txt"))
    driver.reply(.fileDeclined(from: "facebook", name: "test_file.txt"))
    #expect(
      driver.takeScreen() == [
        "Successfully perform the \"filedecline\" operation for you. Delete \"test_file.txt\" from \"facebook\".",
        "Columbia> ",
      ])
  }

  @Test func leavingStopsTransfers() throws {
    var driver = try downloading()
    driver.perform(driver.conversation.interrupted(at: driver.now))
    #expect(driver.transfers.last == .abandon(ticket))
    #expect(driver.request == .leave(.quit))
  }
}
