import ChatCore
import Testing

@testable import ChatClient

@Suite struct ScriptedSendingTests {
  @Test func eachLineIsAMessageAndTheEndWaitsForTheAnswers() {
    var driver = ScriptDriver.member(.text(to: .people(["bob"]), isWhole: false))
    driver.read("one\n\ntwo\n")
    #expect(driver.asked == [.message(to: "bob", body: "one"), .message(to: "bob", body: "two")])
    driver.endInput()
    driver.reply(.stored(EntryID(rawValue: 5)), to: driver.requests[0].number)
    #expect(driver.asked.count == 2)
    driver.reply(.storedForLater(EntryID(rawValue: 6), name: "bob"), to: driver.requests[1].number)
    #expect(driver.asked.last == .leave(.quit))
    driver.reply(.goodbye(.quit))
    #expect(driver.code == .done)
    #expect(driver.output.isEmpty)
    #expect(driver.notices.isEmpty)
  }

  @Test func everyReceiverGetsEveryLine() {
    var driver = ScriptDriver.member(.text(to: .people(["bob", "carol"]), isWhole: false))
    driver.read("one\n")
    #expect(driver.asked == [.message(to: "bob", body: "one"), .message(to: "carol", body: "one")])
    driver = .member(.text(to: .everybody, isWhole: false))
    driver.read("one\n")
    #expect(driver.asked == [.broadcast(body: "one")])
  }

  @Test func noMoreIsReadThanMayBeUnanswered() {
    var driver = ScriptDriver.member(.text(to: .everybody, isWhole: false))
    driver.read(String(repeating: "y\n", count: 300))
    #expect(driver.asked.count == ScriptedConversation.Session.mostPending)
    #expect(!driver.isReading)
    for place in 0..<300 {
      driver.reply(.stored(EntryID(rawValue: Int64(place + 1))), to: driver.requests[place].number)
    }
    #expect(driver.asked.count == 300)
    #expect(driver.isReading)
  }

  @Test func nothingIsReadBeforeTheLogIn() {
    var driver = ScriptDriver(.text(to: .everybody, isWhole: false))
    driver.logIn()
    #expect(!driver.isReading)
    driver.event(.caughtUp)
    #expect(driver.isReading)
  }

  @Test func aRefusalEndsItWhenTheRestIsAnswered() {
    var driver = ScriptDriver.member(.text(to: .people(["bob"]), isWhole: false))
    driver.read("one\ntwo\nthree\n")
    driver.reply(.stored(EntryID(rawValue: 5)), to: driver.requests[0].number)
    driver.reply(.refused(.mailboxFull("bob")), to: driver.requests[1].number)
    #expect(driver.code == nil)
    driver.reply(.refused(.mailboxFull("bob")), to: driver.requests[2].number)
    driver.reply(.goodbye(.quit))
    #expect(driver.code == .refused)
    #expect(driver.notices.count == 1)
    #expect(driver.notices.first?.hasSuffix(" 1 message is stored.") == true)
  }

  @Test func whatIsStoredIsToldWhenAllIsAnswered() {
    var driver = ScriptDriver.member(.text(to: .people(["Full", "Columbia"]), isWhole: false))
    driver.read("one\n")
    driver.reply(.refused(.mailboxFull("Full")), to: driver.requests[0].number)
    #expect(driver.notices.isEmpty)
    driver.reply(.stored(EntryID(rawValue: 5)), to: driver.requests[1].number)
    driver.reply(.goodbye(.quit))
    #expect(driver.code == .refused)
    #expect(driver.notices.count == 1)
    #expect(driver.notices.first?.hasSuffix(" Stored are: 0 for Full, 1 for Columbia.") == true)
  }

  @Test func whatTheServerNeverAnswersIsToldBesides() {
    var driver = ScriptDriver.member(.text(to: .people(["bob"]), isWhole: false))
    driver.read("one\ntwo\n")
    driver.reply(.refused(.mailboxFull("bob")), to: driver.requests[0].number)
    driver.lose()
    #expect(driver.code == .outcomeUnknown)
    #expect(driver.notices.first?.hasSuffix(" Nothing is stored.") == true)
    #expect(driver.notices.last == ScriptWords.unanswered(1))
  }

  @Test func theEndIsASuccessOnlyWhenTheLogOutIsConfirmed() {
    func driver() -> ScriptDriver {
      var driver = ScriptDriver.member(.text(to: .everybody, isWhole: false))
      driver.endInput()
      return driver
    }
    var patient = driver()
    patient.wait(600)
    #expect(patient.code == nil)
    patient.reply(.goodbye(.quit))
    #expect(patient.code == .done)
    var lost = driver()
    lost.lose()
    #expect(lost.code == .unreachable)
    #expect(lost.notices == [ScriptWords.farewellLost])
    var interrupted = driver()
    interrupted.interrupt()
    #expect(interrupted.code == .unreachable)
    var stopped = driver()
    stopped.event(.serverStopping(restarts: false, isSettled: true))
    #expect(stopped.code == .done)
  }

  @Test func aLossIsUnknownOnlyWhileSomethingIsUnanswered() {
    var driver = ScriptDriver.member(.text(to: .everybody, isWhole: false))
    driver.read("one\n")
    driver.lose()
    #expect(driver.code == .outcomeUnknown)
    driver = .member(.text(to: .everybody, isWhole: false))
    driver.read("one\n")
    driver.reply(.stored(EntryID(rawValue: 1)))
    driver.lose()
    #expect(driver.code == .unreachable)
  }

  @Test func whatTheServerAnswersBeforeItStopsCounts() {
    var driver = ScriptDriver.member(.text(to: .everybody, isWhole: false))
    driver.read("one\n")
    driver.event(.serverStopping(restarts: false, isSettled: true))
    driver.reply(.stored(EntryID(rawValue: 1)))
    driver.lose()
    #expect(driver.code == .refused)
  }

  @Test func whatIsShownIsWaitedFor() {
    var driver = ScriptDriver.member(.text(to: .people(["Bob"]), isWhole: false)) { $0.waitsForDelivery = true }
    driver.read("one\n")
    driver.endInput()
    driver.reply(.stored(EntryID(rawValue: 5)))
    #expect(driver.asked.last == .deliveredTo("bob"))
    driver.reply(.deliveredTo(name: "Bob", through: EntryID(rawValue: 3)))
    #expect(driver.code == nil)
    driver.event(.deliveredTo(name: "Bob", through: EntryID(rawValue: 4)))
    #expect(driver.asked.last == .deliveredTo("bob"))
    driver.event(.deliveredTo(name: "Bob", through: EntryID(rawValue: 9)))
    #expect(driver.asked.last == .leave(.quit))
    driver.reply(.goodbye(.quit))
    #expect(driver.code == .done)
  }

  @Test func timeIsCountedFromTheLastAnswer() {
    var driver = ScriptDriver.member(.text(to: .people(["bob"]), isWhole: false)) {
      $0.waitsForDelivery = true
      $0.timeout = 5
    }
    driver.read("one\n")
    driver.wait(60)
    driver.endInput()
    driver.reply(.stored(EntryID(rawValue: 5)))
    driver.reply(.deliveredTo(name: "bob", through: .zero))
    driver.wait(4.9)
    #expect(driver.asked.last == .deliveredTo("bob"))
    driver.wait(0.2)
    #expect(driver.asked.last == .leave(.quit))
    driver.reply(.goodbye(.quit))
    #expect(driver.code == .refused)
    #expect(driver.notices.count == 1)
  }

  @Test func aSignalWaitsForAnswersButNotForLong() {
    var driver = ScriptDriver.member(.text(to: .everybody, isWhole: false))
    driver.read("one\n")
    driver.interrupt()
    #expect(driver.code == nil)
    driver.reply(.stored(EntryID(rawValue: 1)))
    #expect(driver.asked.last == .leave(.quit))
    driver.reply(.goodbye(.quit))
    #expect(driver.code == .refused)
    driver = .member(.text(to: .everybody, isWhole: false))
    driver.read("one\n")
    driver.interrupt()
    driver.wait(5)
    #expect(driver.code == .outcomeUnknown)
    driver = .member(.text(to: .everybody, isWhole: false))
    driver.read("one\n")
    driver.interrupt()
    driver.interrupt()
    #expect(driver.code == .outcomeUnknown)
  }

  @Test(arguments: [
    (Refusal.wrongPassword(triesLeft: 2), ExitCode.notPermitted), (.unknownName, .notPermitted),
    (.stillBlocked(seconds: 5), .notPermitted), (.alreadyOnline, .refused), (.busy, .refused),
    (.filledUp(maxCon: 5), .refused),
  ])
  func aPasswordIsTriedOnce(_ refusal: Refusal, _ code: ExitCode) {
    var driver = ScriptDriver(.text(to: .everybody, isWhole: false)) { $0.retryFor = .infinity }
    driver.connect()
    #expect(driver.asked == [.logIn(name: "bot", password: "secret")])
    driver.reply(.refused(refusal))
    #expect(driver.code == code)
    #expect(driver.asked.count == 1)
    #expect(driver.notices.count == 1)
  }
}
