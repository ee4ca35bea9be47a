import ChatCore
import ChatWire
import Testing

@testable import ChatClient

@Suite struct ScriptedReconnectTests {
  @Test func whatHadNoAnswerIsSentAgainUnderItsNumber() {
    var driver = ScriptDriver.member(.text(to: .people(["bob"]), isWhole: false)) { $0.retryFor = .infinity }
    driver.read("one\ntwo\n")
    let sent = driver.requests.filter { if case .message = $0.request { true } else { false } }
    driver.reply(.stored(EntryID(rawValue: 1)), to: sent[0].number)
    driver.lose()
    #expect(driver.code == nil)
    driver.wait(0.6)
    #expect(driver.calls == 1)
    driver.logIn()
    // The log-in's own requests are forgotten by the driver; what was sent again comes with the welcome.
    driver.reply(.doneBefore, to: sent[1].number)
    driver.event(.caughtUp)
    driver.endInput()
    driver.reply(.goodbye(.quit))
    #expect(driver.code == .done)
  }

  @Test func anotherVersionAndWordsOfANewerServerEndIt() {
    for hello in [
      ServerHello(version: 99, software: "test", keepAliveSeconds: 10, refusal: .other("I speak version 99.")),
      ServerHello(version: 99, software: "test", keepAliveSeconds: 10),
    ] {
      var driver = ScriptDriver.member(.requests(stays: true)) { $0.retryFor = .infinity }
      driver.lose()
      driver.wait(1)
      driver.greet(hello)
      #expect(driver.code == .refused)
      #expect(driver.notices.last?.contains("99") == true)
    }
  }

  @Test(arguments: [Refusal.full(maxCon: 5), .tooManyConnections(maximum: 1), .outOfDescriptors, .stopping])
  func aServerThatTakesNobodyNowIsTriedAgain(_ refusal: Refusal) {
    var driver = ScriptDriver.member(.requests(stays: true)) { $0.retryFor = .infinity }
    driver.lose()
    driver.wait(1)
    driver.connect(refusal: refusal)
    driver.lose()
    #expect(driver.code == nil)
    driver.wait(60)
    #expect(driver.calls == 2)
  }

  @Test func whatMakesNoSenseEndsIt() {
    var driver = ScriptDriver.member(.requests(stays: true)) { $0.retryFor = .infinity }
    driver.lose(.garbled("no frame"))
    #expect(driver.code == .unreachable)
    #expect(driver.notices == [ConnectionLoss.garbled("no frame").sentence])
  }

  @Test func theRightOnesAreSentAgain() {
    var driver = ScriptDriver.member(.text(to: .people(["bob"]), isWhole: false)) { $0.retryFor = .infinity }
    driver.read("one\ntwo\n")
    let sent = driver.requests.filter { if case .message = $0.request { true } else { false } }
    driver.reply(.stored(EntryID(rawValue: 1)), to: sent[0].number)
    driver.lose()
    driver.wait(0.6)
    driver.connect()
    driver.requests.removeAll { if case .logIn = $0.request { false } else { true } }
    driver.reply(.welcome(name: "bot"))
    #expect(driver.requests.contains { $0.number == sent[1].number && $0.request == sent[1].request })
    #expect(!driver.requests.contains { $0.number == sent[0].number })
  }

  @Test func thePausesGrowAndNothingIsGivenUp() {
    var driver = ScriptDriver.member(.requests(stays: true)) { $0.retryFor = .infinity }
    driver.lose()
    for call in 1...20 {
      driver.wait(60)
      #expect(driver.calls == call)
      driver.cannotReach()
    }
    #expect(driver.code == nil)
  }

  @Test func thePausesBeginAnewOnceItWasBack() {
    var driver = ScriptDriver.member(.requests(stays: true)) { $0.retryFor = .infinity }
    driver.lose()
    for _ in 0..<6 {
      driver.wait(60)
      driver.cannotReach()
    }
    let calls = driver.calls
    driver.wait(1)
    #expect(driver.calls == calls)
    driver.wait(60)
    driver.logIn()
    driver.lose()
    driver.wait(0.5)
    #expect(driver.calls == calls + 2)
  }

  @Test func tryingEndsWhenItIsToldTo() {
    var driver = ScriptDriver.member(.requests(stays: true)) { $0.retryFor = 10 }
    driver.lose()
    for _ in 1...30 {
      let calls = driver.calls
      driver.wait(1)
      if driver.calls > calls { driver.cannotReach() }
    }
    #expect(driver.code == .unreachable)
    #expect(driver.calls > 1)
  }

  @Test func aNameThatIsStillOnlineIsAskedForAgain() {
    var driver = ScriptDriver.member(.requests(stays: true)) { $0.retryFor = .infinity }
    driver.lose()
    driver.wait(1)
    driver.connect()
    driver.reply(.refused(.alreadyOnline))
    #expect(driver.code == nil)
    driver.wait(60)
    #expect(driver.asked.filter { $0 == .logIn(name: "bot", password: "secret") }.count == 2)
    driver.reply(.welcome(name: "bot"))
    #expect(driver.output.filter { $0.contains("\"welcome\"") }.count == 1)
  }

  @Test func aTokenLeadsBackAndAVoidOneToThePassword() {
    var driver = ScriptDriver(.requests(stays: true)) { $0.retryFor = .infinity }
    driver.connect()
    driver.reply(.welcome(name: "bot"))
    #expect(driver.asked.last == .wantToken)
    driver.reply(.token([1, 2, 3]))
    driver.event(.caughtUp)
    driver.lose()
    driver.wait(1)
    driver.connect()
    #expect(driver.asked.last == .resume(token: [1, 2, 3]))
    driver.reply(.refused(.tokenVoid))
    #expect(driver.asked.last == .logIn(name: "bot", password: "secret"))
  }

  @Test func whoIsPutOutStaysOut() {
    var driver = ScriptDriver.member(.requests(stays: true)) { $0.retryFor = .infinity }
    driver.event(.putOut(reason: "Enough."))
    driver.lose()
    #expect(driver.code == .refused)
    #expect(driver.notices == ["Enough."])
  }

  @Test func afterTimeOutItComesBack() {
    var driver = ScriptDriver.member(.requests(stays: true)) { $0.retryFor = .infinity }
    driver.event(.timedOut(seconds: 600))
    driver.lose()
    driver.wait(1)
    #expect(driver.calls == 1)
    driver = .member(.requests(stays: true))
    driver.event(.timedOut(seconds: 600))
    driver.lose()
    #expect(driver.code == .refused)
  }

  @Test func whatComesAgainIsWrittenOnceAndAcknowledgedAgain() {
    var driver = ScriptDriver.member(.requests(stays: true)) { $0.retryFor = .infinity }
    driver.message(3, "hello")
    driver.wait(0.2)
    #expect(driver.acknowledged == EntryID(rawValue: 3))
    driver.lose()
    driver.wait(1)
    driver.logIn()
    driver.message(3, "hello")
    driver.message(4, "again")
    driver.event(.caughtUp)
    driver.wait(0.2)
    #expect(driver.shown.map(\.rawValue) == [3, 4])
    #expect(driver.acknowledged == EntryID(rawValue: 4))
  }

  @Test func aFirstConnectionThatFailsIsNotTriedAgain() {
    var driver = ScriptDriver(.requests(stays: true)) { $0.retryFor = .infinity }
    driver.lose()
    #expect(driver.code == .unreachable)
  }

  @Test func theDeliveryOfWhatWasStoredSomewhereIsFound() {
    var driver = ScriptDriver.member(.text(to: .people(["bob"]), isWhole: false)) {
      $0.waitsForDelivery = true
      $0.retryFor = .infinity
    }
    driver.read("one\n")
    let number = driver.requests.last { if case .message = $0.request { true } else { false } }?.number
    driver.endInput()
    driver.lose()
    driver.wait(1)
    driver.logIn()
    driver.event(.caughtUp)
    driver.reply(.doneBefore, to: number)
    guard case .lookBack? = driver.asked.last else {
      Issue.record("\(driver.asked)")
      return
    }
    let own = DeliveredMessage(
      id: EntryID(rawValue: 8), time: WallTime(seconds: 0), kind: .private, sender: .account("bot"), body: "one",
      request: ClientRequestID(run: ScriptDriver.run, number: number ?? 0))
    driver.reply(.past([PastMessage(own, to: "bob")]))
    #expect(driver.asked.last == .deliveredTo("bob"))
    driver.reply(.deliveredTo(name: "bob", through: EntryID(rawValue: 7)))
    #expect(driver.asked.last == .deliveredTo("bob"))
    driver.event(.deliveredTo(name: "bob", through: EntryID(rawValue: 8)))
    #expect(driver.asked.last == .leave(.quit))
  }
}
