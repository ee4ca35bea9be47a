import ChatCore
import ChatWire
import Testing

@testable import ChatClient

/// A lost connection, and the way back.
@Suite struct LostConnectionTests {
  private static let retryFor = 300.0

  private func member(_ pace: Conversation.Pace = .ahead) -> ConversationDriver {
    ConversationDriver.member(pace: pace, retryFor: Self.retryFor)
  }

  @Test(arguments: [ConnectionLoss.closed, .silent]) func itIsSaidAndTheServerIsCalledAgain(_ cause: ConnectionLoss) {
    var driver = member()
    driver.lose(cause)
    #expect(driver.screen.count == 1 && driver.screen[0].hasPrefix("The connection to the server is lost"))
    #expect(driver.status == "[not connected, trying again]")
    #expect(driver.isTaking && driver.code == nil && driver.calls == 0)
    driver.screen = []
    driver.reach()
    #expect(driver.hellosAgain == 1)
    driver.hello()
    #expect(driver.request == .resume(token: ConversationDriver.token))
    driver.reply(.welcome(name: "facebook"))
    #expect(driver.status == nil && driver.screen == ["The connection to the server is back."])
    #expect(driver.request == .wantToken)
    driver.reply(.token([UInt8](repeating: 2, count: 32)))
    driver.message(9, "missed")
    driver.event(.caughtUp)
    #expect(driver.screen.dropFirst() == ["Columbia(private): missed"])
    driver.lose()
    driver.reach()
    driver.hello()
    #expect(driver.request == .resume(token: [UInt8](repeating: 2, count: 32)))
  }

  @Test func withoutANewTokenTheOldOneIsShownAgain() {
    var driver = member()
    for _ in 1...3 {
      driver.lose()
      driver.resume()
      driver.refuse(.readOnly)
    }
    driver.lose()
    driver.reach()
    driver.hello()
    #expect(driver.request == .resume(token: ConversationDriver.token))
  }

  @Test func wordsOfAChatAreNoCommandsWhileTheServerIsAway() {
    var driver = member()
    driver.type("chat")
    driver.lose()
    driver.screen = []
    for word in ["quit", "help", "transfers"] {
      driver.type(word)
    }
    #expect(driver.code == nil)
    #expect(driver.screen.filter { $0.hasPrefix("Not connected: this will be sent") }.count == 3)
    driver.resume()
    let said = driver.requests.map(\.request).suffix(3)
    #expect(said == [.broadcast(body: "quit"), .broadcast(body: "help"), .broadcast(body: "transfers")])
    driver.lose()
    driver.type("/quit")
    #expect(driver.code != nil)
  }

  @Test func whatHasNoAnswerIsSentAgainBeforeWhatWasTypedMeanwhile() {
    var driver = member()
    driver.type("message bob one")
    driver.type("whoelse")
    driver.type("block amy")
    let numbers = driver.requests.map(\.number)
    driver.reply(.stored(EntryID(rawValue: 5)), to: numbers[0])
    driver.lose()
    driver.screen = []
    driver.type("broadcast two")
    driver.type("message bob three")
    #expect(driver.screen.filter { $0.hasPrefix("Not connected: this will be sent") }.count == 2)
    #expect(driver.requests.count == 3)
    driver.resume()
    let sent = driver.requests.dropFirst(3)
    #expect(
      sent.map(\.request) == [
        .resume(token: ConversationDriver.token), .whoelse, .block("amy"), .wantToken, .broadcast(body: "two"),
        .message(to: "bob", body: "three"),
      ])
    #expect(sent.map(\.number).dropFirst().prefix(2) == numbers.dropFirst())
    driver.screen = []
    driver.reply(.doneBefore, to: numbers[2])
    #expect(driver.screen == ["You have successfully blocked amy from sending you messages."])
    driver.lose()
    driver.resume()
    let again = driver.requests.suffix(4).map(\.request)
    #expect(again == [.whoelse, .broadcast(body: "two"), .message(to: "bob", body: "three"), .wantToken])
  }

  @Test func whatWasShownIsNotShownAgainAndIsAcknowledgedAgain() {
    var driver = member()
    driver.message(7, "hi", request: ClientRequestID(run: 3, number: 1))
    driver.message(8, "a notice")
    driver.wait(0.1)
    #expect(driver.request == .acknowledge(EntryID(rawValue: 8)))
    driver.lose()
    driver.resume()
    #expect(driver.requests.suffix(2).first?.request == .acknowledge(EntryID(rawValue: 8)))
    driver.screen = []
    driver.message(7, "hi", request: ClientRequestID(run: 3, number: 1))
    driver.message(8, "a notice")
    driver.message(9, "new")
    #expect(driver.screen == ["Columbia(private): new"])
    driver.wait(0.1)
    #expect(driver.request == .acknowledge(EntryID(rawValue: 9)))
  }

  /// A connection that was up begins the pauses anew; one that came no further than the hello does not.
  @Test func thePausesBeginAnewOnceItWasBack() {
    var driver = member()
    driver.lose()
    for _ in 0..<6 {
      driver.reach()
      driver.hello()
      driver.lose()
    }
    let before = driver.now
    driver.resume()
    #expect(driver.now.seconds(since: before) >= 16)
    for _ in 0..<3 {
      driver.lose()
      let lost = driver.now
      driver.resume()
      #expect(driver.now.seconds(since: lost) < 0.5)
    }
  }

  @Test func itIsGivenUpInTheEnd() {
    var driver = member()
    driver.type("message bob hi")
    let start = driver.now
    driver.lose()
    driver.type("broadcast later")
    driver.screen = []
    var pauses: [Double] = []
    while driver.code == nil {
      let before = driver.now
      driver.reach()
      pauses.append(driver.now.seconds(since: before))
      driver.lose()
    }
    #expect(driver.now.seconds(since: start) == Self.retryFor)
    #expect(pauses.count > 8 && pauses.count < 25)
    #expect(
      driver.screen == [
        "The server could not be reached again within 300.0 seconds. Please check that it runs, and connect again!",
        "What you typed last may not have reached the server.", "The line that you typed meanwhile was not sent.",
      ])
    #expect(driver.code == .unreachable)
  }

  @Test func leavingWorksAtOnce() {
    for line in ["quit", "/quit", "logout"] {
      var driver = member()
      driver.lose()
      driver.type("broadcast never")
      driver.screen = []
      driver.type(line)
      #expect(driver.screen.first == "The line that you typed meanwhile was not sent.")
      #expect(driver.screen.last?.hasSuffix("See you again!") == true)
      #expect(driver.code == .done)
    }
    var driver = member()
    driver.lose()
    driver.reach()
    driver.perform(driver.conversation.interrupted(at: driver.now))
    #expect(driver.code == .done)
    driver = member()
    driver.lose()
    driver.perform(driver.conversation.windowClosed(at: driver.now))
    #expect(driver.code == .done)
    driver = member(.oneAtATime)
    driver.lose()
    driver.perform(driver.conversation.inputEnded(at: driver.now))
    #expect(driver.code == .done)
  }

  @Test func onlySoManyLinesAreKept() {
    var driver = member()
    driver.lose()
    for number in 1...101 {
      driver.type("broadcast \(number)")
    }
    #expect(driver.screen.filter { $0.hasPrefix("Error! Not connected, and as many") }.count == 1)
    driver.resume()
    #expect(driver.requests.count { if case .broadcast = $0.request { true } else { false } } == 100)
    #expect(driver.isTaking)
  }

  @Test func helpWorksMeanwhileAndANewPasswordHasToWait() {
    var driver = member()
    driver.lose()
    driver.screen = []
    driver.type("help quit")
    driver.type("password")
    #expect(driver.screen.contains("Error! Not connected. Please change your password when the connection is back!"))
    driver.resume()
    #expect(driver.requests.map(\.request) == [.resume(token: ConversationDriver.token), .wantToken])
  }

  @Test func aPasswordDialogueEnds() {
    var driver = member()
    driver.type("password")
    driver.type("old")
    #expect(driver.prompt?.kind == .password)
    driver.lose()
    #expect(driver.screen.contains("Your password stays as it was."))
    #expect(driver.prompt?.kind == .command)
    driver.type("broadcast hi")
    driver.resume()
    #expect(driver.requests.last?.request == .broadcast(body: "hi"))
  }

  @Test func aPasswordOnItsWayMayHaveArrived() {
    var driver = member()
    for line in ["password", "old", "new password", "new password"] { driver.type(line) }
    driver.lose()
    #expect(driver.screen.contains { $0.hasPrefix("Your password may have been changed or not.") })
    driver.resume()
    #expect(driver.requests.suffix(2).map(\.request) == [.resume(token: ConversationDriver.token), .wantToken])
  }

  @Test func aNewPasswordNeedsANewToken() {
    var driver = member()
    for line in ["password", "old", "new password", "new password"] { driver.type(line) }
    driver.reply(.passwordChanged)
    #expect(driver.request == .wantToken)
  }

  @Test func whenTheTokenIsVoidAPersonIsAskedForThePassword() {
    var driver = member()
    driver.type("message bob one")
    let number = driver.requests[0].number
    driver.lose()
    driver.type("broadcast two")
    driver.reach()
    driver.hello()
    driver.screen = []
    driver.refuse(.tokenVoid)
    #expect(driver.screen == Refusal.tokenVoid.lines + ["Please enter your password:", ">> "])
    #expect(driver.prompt?.kind == .password)
    driver.type("wrong")
    driver.refuse(.wrongPassword(triesLeft: 2))
    #expect(driver.prompt?.kind == .password)
    driver.type("secret")
    driver.reply(.welcome(name: "facebook"))
    let sent = driver.requests.suffix(3)
    #expect(sent.map(\.request) == [.message(to: "bob", body: "one"), .wantToken, .broadcast(body: "two")])
    #expect(sent.first?.number == number)
    #expect(driver.prompt?.kind == .command && driver.isTaking)
  }

  @Test func somebodyElseSendsNothingOfIt() {
    var driver = member()
    driver.type("message bob one")
    driver.lose()
    driver.type("broadcast two")
    driver.reach()
    driver.hello()
    driver.refuse(.tokenVoid)
    driver.type("wrong")
    driver.refuse(.nowBlocked(seconds: 50))
    driver.type("google")
    driver.reply(.nameKnown)
    driver.type("secret")
    driver.screen = []
    let count = driver.requests.count
    driver.reply(.welcome(name: "google"))
    #expect(driver.requests.dropFirst(count).map(\.request) == [.wantToken])
    #expect(
      driver.screen.prefix(2) == [
        "What you typed last may not have reached the server.", "The line that you typed meanwhile was not sent.",
      ])
    driver.event(.caughtUp)
    #expect(driver.prompt?.text == "google> " && driver.isTaking)
  }

  @Test func inAPipeAVoidTokenIsTheEnd() {
    var driver = member(.oneAtATime)
    driver.lose()
    driver.reach()
    driver.hello()
    driver.refuse(.tokenVoid)
    #expect(driver.code == .refused)
  }

  @Test func aPipeWaitsForItsAnswerAndGoesOn() {
    var driver = member(.oneAtATime)
    driver.type("message bob hi")
    let number = driver.requests[0].number
    driver.lose()
    #expect(!driver.isTaking)
    driver.resume()
    #expect(!driver.isTaking)
    driver.reply(.token(ConversationDriver.token))
    driver.reply(.doneBefore, to: number)
    #expect(driver.isTaking)
  }

  @Test(arguments: [
    Refusal.full(maxCon: 1), .tooManyConnections(maximum: 1), .tooManyAtPrompt(maximum: 1), .outOfDescriptors,
    .stopping,
  ])
  func aServerThatTakesNobodyAtTheMomentIsCalledAgain(_ refusal: Refusal) {
    var driver = member()
    driver.lose()
    driver.reach()
    driver.hello(refusal: refusal)
    #expect(driver.conversation.deadline == nil && driver.code == nil)
    driver.lose()
    driver.resume()
    #expect(driver.status == nil)
  }

  @Test func aServerOfAnotherVersionIsTheEnd() {
    var driver = member()
    driver.lose()
    driver.reach()
    driver.hello(version: 99)
    #expect(driver.code == .refused)
  }

  @Test func aServerThatRestartsIsWaitedFor() {
    var driver = member()
    driver.event(.serverStopping(restarts: true, isSettled: true))
    #expect(driver.screen.last == "It will be back in a moment, and so will you. What you type meanwhile is kept.")
    #expect(driver.conversation.deadline == nil)
    driver.lose()
    driver.resume()
    #expect(driver.code == nil && driver.status == nil)
    driver.event(.serverStopping(restarts: false, isSettled: true))
    #expect(driver.code == .refused)
  }

  @Test func transfersGoOn() throws {
    var driver = member()
    let (one, two) = (TransferTicket(rawValue: 1), TransferTicket(rawValue: 2))
    driver.type("file bob notes.txt")
    driver.news(.fileOpened(name: try FileName("notes.txt"), size: 100))
    let offer = try #require(driver.requests.last?.number)
    driver.reply(.uploadAccepted(TransferID(rawValue: 1), credit: 100))
    driver.type("fileget bob x")
    driver.reply(.downloadAccepted(TransferID(rawValue: 2), FileID(rawValue: 8), name: "x", size: 9, digest: [1]))
    driver.lose()
    #expect(driver.transfers.suffix(2) == [.pause(one), .pause(two)])
    driver.news(.downloadPaused(4), of: 2)
    driver.type("transfers")
    guard case .listTransfers(let list)? = driver.transfers.last else {
      Issue.record("no list")
      return
    }
    #expect(list.map(\.isStopped) == [true, true])
    let before = driver.requests.count
    driver.resume()
    let after = driver.requests.dropFirst(before).map(\.request)
    #expect(after.contains(.resumeUpload(offer: offer)))
    #expect(after.contains(.resumeDownload(FileID(rawValue: 8), offset: 4)))
  }

  /// The server knows a stopped upload by the number of its offer, however often that was made.
  @Test func anOfferKeepsItsNumberOverAllConnections() throws {
    var driver = member()
    driver.type("file bob notes.txt")
    driver.news(.fileOpened(name: try FileName("notes.txt"), size: 100))
    let offer = try #require(driver.requests.last?.number)
    for _ in 1...2 {
      driver.lose()
      driver.resume()
      #expect(driver.requests.last?.request == .offerFile(to: "bob", name: "notes.txt", size: 100))
      #expect(driver.requests.last?.number == offer)
    }
    driver.reply(.uploadAccepted(TransferID(rawValue: 1), credit: 100), to: offer)
    driver.lose()
    driver.resume()
    #expect(driver.requests.last?.request == .resumeUpload(offer: offer))
    driver.refuse(.noSuchTransfer)
    #expect(driver.requests.last?.number == offer)
    driver.reply(.uploadAccepted(TransferID(rawValue: 1), credit: 100), to: offer)
    driver.lose()
    driver.resume()
    #expect(driver.requests.last?.request == .resumeUpload(offer: offer))
  }

  @Test func whatIsCancelledMeanwhileDoesNotGoOn() throws {
    var driver = member()
    driver.type("file bob notes.txt")
    driver.news(.fileOpened(name: try FileName("notes.txt"), size: 100))
    driver.reply(.uploadAccepted(TransferID(rawValue: 1), credit: 100))
    driver.lose()
    driver.type("cancel 1")
    #expect(driver.screen.contains("The transfer of \"notes.txt\" has been cancelled."))
    #expect(driver.transfers.last == .abandon(TransferTicket(rawValue: 1)))
    let before = driver.requests.count
    driver.resume()
    #expect(!driver.requests.dropFirst(before).contains { if case .resumeUpload = $0.request { true } else { false } })
  }

  @Test func atTheLogInALossIsTheEnd() {
    var driver = ConversationDriver(pace: .ahead, retryFor: Self.retryFor)
    driver.lose()
    #expect(driver.code == .unreachable)
  }
}
