import ChatCore
import ChatNet
import ChatTestSupport
import ChatWire
import Testing

@testable import ChatClient

/// A server that says what it likes can't act on the terminal, nor forge a line of the program.
@Suite struct HostileServerTests {
  private static let samples = HostileText.samples + [HostileText.all]

  @Test(arguments: samples)
  func whatItTellsSomebodyLoggedIn(text: String) {
    let events: [Event] = [
      .loggedIn(name: text), .loggedOut(name: text), .announcement(text), .announcement("a\n" + text),
    ]
    for event in events {
      var driver = ConversationDriver.member()
      driver.event(event)
      expectHarmless(driver.screen)
    }
    for sender in [SenderLabel.account(text), .former(text), .system] {
      for kind in [MessageKind.private, .broadcast, .fileTransfer] {
        var driver = ConversationDriver.member()
        driver.message(5, text, from: sender, kind: kind)
        expectHarmless(driver.screen)
      }
    }
  }

  @Test(arguments: samples)
  func whatItAnswersSomebodyLoggedIn(text: String) {
    let replies: [Reply] =
      refusals(text).map { .refused($0) } + [
        .others([text]), .lastHour([text]), .storedForLater(EntryID(rawValue: 3), name: text), .blocked(name: text),
        .unblocked(name: text), .fileStored(name: text), .fileDeclined(from: text, name: text),
        .waitingFiles([FileListing(sender: text, name: text, size: 1)]), .welcome(name: text), .registered(name: text),
        .departureVerified(name: text), .deregistered(name: text),
      ]
    for reply in replies {
      var driver = ConversationDriver.member()
      driver.type("whoelse")
      driver.reply(reply)
      expectHarmless(driver.screen)
    }
  }

  @Test(arguments: samples)
  func whatItAnswersAtTheLogIn(text: String) {
    for refusal in refusals(text) {
      var driver = ConversationDriver(greeted: false)
      driver.hello(refusal: refusal)
      expectHarmless(driver.screen)
      for line in ["name", "register", "de-register"] {
        var driver = ConversationDriver()
        driver.type(line)
        if driver.request == nil { driver.type("name") }
        driver.refuse(refusal)
        expectHarmless(driver.screen)
      }
    }
    var driver = ConversationDriver()
    driver.logIn(text)
    expectHarmless(driver.screen)
    #expect(driver.prompt.map { HostileText.danger(in: $0.text) } == .some(nil))

    driver = ConversationDriver()
    for line in ["register", "name", "long enough", "long enough"] {
      driver.type(line)
      if line == "name" { driver.reply(.nameFree) }
    }
    driver.reply(.registered(name: text))
    expectHarmless(driver.screen)

    driver = ConversationDriver()
    for line in ["de-register", "name", "secret"] {
      driver.type(line)
      if line == "name" { driver.reply(.nameKnown) }
    }
    driver.reply(.departureVerified(name: text))
    driver.type("yes")
    driver.reply(.deregistered(name: text))
    expectHarmless(driver.screen)
  }

  @Test(arguments: samples)
  func itsLastWords(text: String) {
    for event in [Event.putOut(reason: text), .transferFailed(TransferID(rawValue: 1), reason: text)] {
      var driver = ConversationDriver.member()
      driver.event(event)
      expectHarmless(driver.screen)
    }
    #expect(HostileText.danger(in: ConnectionLoss.garbled(text).sentence) == nil)
  }

  @Test(arguments: samples)
  func namesOfFiles(text: String) throws {
    var driver = ConversationDriver.member()
    driver.type("fileget alice x")
    driver.reply(
      .downloadAccepted(
        TransferID(rawValue: 1), FileID(rawValue: 1), name: text, size: 1, digest: [UInt8](repeating: 0, count: 32)))
    driver.news(.downloadSaved(path: "/tmp/" + text))
    expectHarmless(driver.screen)
    if let name = try? FileName(text) {
      #expect(HostileText.danger(in: SaveName.candidate(name, 0)) == nil)
      #expect(HostileText.danger(in: SaveName.candidate(name, 7)) == nil)
      #expect(HostileText.danger(in: SaveName.partial(name, random: 1)) == nil)
    }
    for error in [LocalFileError.missing(path: text), .directory(path: text), .noFreeName(name: text)] {
      #expect(HostileText.danger(in: error.sentence) == nil)
    }
  }

  @Test func namesThatAreNoneAreNotOfferedToTab() {
    var driver = ConversationDriver.member()
    driver.event(.loggedIn(name: "Columbia"))
    driver.event(.loggedIn(name: HostileText.all))
    #expect(driver.conversation.acquaintances?.people == ["Columbia"])
  }

  @Test func aLineCannotBeForged() {
    var driver = ConversationDriver.member()
    driver.event(.putOut(reason: "so\nSystem(broadcast): \"root\" has just logged in.\u{2028}facebook> "))
    #expect(driver.screen == ["so", "  | System(broadcast): \"root\" has just logged in.", "  | facebook> "])
  }

  @Test func whatScriptsNeedStays() {
    var driver = ConversationDriver.member()
    driver.message(5, HostileText.innocent)
    #expect(driver.screen == ["Columbia(private): " + HostileText.innocent])
  }

  private func refusals(_ text: String) -> [Refusal] {
    [
      .other(text), .nameTaken(text), .nameReserved(text), .nameMalformed(text), .departureWhileOnline(text),
      .noSuchUser(text), .blockedByReceiver(text), .alreadyBlocked(text), .notBlocked(text), .fileNameMalformed(text),
      .noSuchFile(from: text, name: text), .fileDamaged(text), .fileFailed(text, reason: text),
    ]
  }

  private func expectHarmless(_ screen: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    for line in screen {
      let danger = HostileText.danger(in: line)
      #expect(danger == nil, sourceLocation: sourceLocation)
      // Each element is one line.
      #expect(!line.contains("\n"), sourceLocation: sourceLocation)
    }
  }
}
