import ChatCore
import ChatWire
import Testing

@testable import ChatClient

/// The life with the server that every client stands on.
@Suite struct ClientSessionTests {
  private typealias Ending = SessionDriver.Session.Ending

  private func id(_ value: Int64) -> EntryID {
    EntryID(rawValue: value)
  }

  // MARK: - The way in

  @Test func helloThenLogInThenToken() {
    var driver = SessionDriver(retryFor: 10)
    #expect(driver.hellos == 1 && driver.logInsWanted == 0)
    driver.hello()
    #expect(driver.logInsWanted == 1)
    driver.logIn()
    driver.reply(.welcome(name: "Amy"))
    #expect(driver.requests == [.logIn(name: "amy", password: "secret"), .wantToken])
    #expect(driver.sent.map(\.number) == [1, 2])
    #expect(driver.welcomes == ["Amy"] && driver.session.isMember)
    driver.reply(.token([1]))
    #expect(driver.answers.isEmpty)
  }

  @Test(arguments: [0, 1, 2] as [UInt32]) func whatTheServerDoesNotKnowIsRefusedAndNotSent(level: UInt32) {
    var driver = SessionDriver()
    driver.hello(level: level)
    driver.send(.checkNewName("amy", code: "C"), for: 1)
    if level > 0 {
      #expect(driver.requests == [.checkNewName("amy", code: "C")] && driver.answers.isEmpty)
    } else {
      #expect(driver.requests.isEmpty && driver.session.pending.isEmpty)
      guard case .refused(.other(let text))? = driver.answers.first?.reply else {
        Issue.record("nothing was said")
        return
      }
      #expect(text.contains("level 0 of the protocol, and level 1 is needed"))
    }
    driver.logIn()
    driver.reply(.welcome(name: "amy"))
    #expect(driver.session.typing().count == (level > 0 ? 1 : 0))
  }

  @Test func theOwnerMayLogInWithQuestionsOfItsOwn() {
    var driver = SessionDriver()
    driver.hello()
    driver.send(.checkName("amy"), for: 1)
    driver.reply(.nameKnown)
    driver.send(.logIn(name: "amy", password: "x"), for: 2)
    driver.reply(.refused(.wrongPassword(triesLeft: 2)))
    #expect(!driver.session.isMember && driver.ending == nil)
    driver.send(.logIn(name: "amy", password: "y"), for: 3)
    driver.reply(.welcome(name: "amy"))
    #expect(driver.answers.map(\.purpose) == [1, 2, 3])
    #expect(driver.welcomes == ["amy"])
    #expect(driver.requests.count == 3, "a token is of no use to who does not come back")
  }

  @Test func whoIsNotTakenEnds() {
    var driver = SessionDriver(retryFor: 10)
    driver.hello(refusal: .full(maxCon: 1))
    #expect(driver.ending == .refused(.full(maxCon: 1)))
    driver = SessionDriver()
    driver.hello(version: 99)
    #expect(driver.ending == .otherVersion(99))
    driver = SessionDriver(retryFor: 10)
    driver.hello()
    driver.logIn()
    driver.reply(.refused(.alreadyOnline))
    #expect(driver.ending == .logInRefused(.alreadyOnline), "it passes, but nobody was in yet")
    driver = SessionDriver()
    driver.hello()
    driver.logIn()
    driver.reply(.nameFree)
    guard case .logInRefused(.other)? = driver.ending else {
      Issue.record("\(String(describing: driver.ending))")
      return
    }
  }

  @Test func aSilentServerMaySpeakTLS() {
    for (isPlaintext, isGreeted) in [(true, false), (true, true), (false, false)] {
      var driver = SessionDriver(retryFor: 10, isPlaintext: isPlaintext)
      if isGreeted { driver.hello() }
      driver.lose()
      #expect(driver.ending == .lost(.closed, mayBeEncrypted: isPlaintext && !isGreeted))
    }
  }

  @Test func aHelloMayHaveToBeRepeated() {
    // The person thought about the server's key, and the connection did not live so long.
    var driver = SessionDriver()
    driver.follow(driver.session.connected())
    #expect(driver.hellos == 2)
    driver.hello()
    driver.follow(driver.session.connected())
    #expect(driver.hellos == 2)
  }

  // MARK: - Answers

  @Test func anAnswerIsTakenOnce() {
    var driver = SessionDriver.member()
    driver.send(.broadcast(body: "hi"), for: 1)
    driver.send(.whoelse, for: 2)
    let numbers = driver.sent.map(\.number)
    driver.reply(.others([]), to: numbers[1])
    driver.reply(.stored(id(4)), to: numbers[0])
    driver.reply(.stored(id(4)), to: numbers[0])
    driver.reply(.stored(id(4)), to: 999)
    #expect(driver.answers.map(\.purpose) == [2, 1])
    #expect(driver.session.pending.isEmpty)
  }

  @Test func anUploadIsAnsweredTwice() {
    var driver = SessionDriver.member()
    driver.send(.offerFile(to: "bob", name: "a", size: 1), for: 1, isSentAgain: false)
    let number = driver.sent[0].number
    driver.reply(.uploadAccepted(TransferID(rawValue: 1), credit: 1), to: number)
    #expect(driver.session.pending.count == 1)
    driver.reply(.fileStored(name: "a"), to: number)
    driver.reply(.fileStored(name: "a"), to: number)
    #expect(driver.answers.count == 2)
    driver.send(.offerFile(to: "bob", name: "b", size: 1), for: 2, isSentAgain: false)
    driver.session.forget { $0 == 2 }
    driver.reply(.fileStored(name: "b"))
    #expect(driver.answers.count == 2)
  }

  @Test func aNewPasswordNeedsANewToken() {
    for reply in [Reply.passwordChanged, .refused(.notStored), .refused(.wrongPassword(triesLeft: 2))] {
      var driver = SessionDriver.member(retryFor: 10)
      driver.send(.changePassword(old: "a", new: "b"), for: 1, isSentAgain: false)
      driver.reply(reply)
      #expect((driver.requests.last == .wantToken) == (reply != .refused(.wrongPassword(triesLeft: 2))))
    }
  }

  // MARK: - Acknowledgements

  @Test func oneSpeaksForMany() {
    var driver = SessionDriver.member()
    driver.message(1)
    driver.message(3)
    driver.show(1, 3)
    #expect(driver.sent.isEmpty)
    driver.wait(0.1)
    #expect(driver.requests == [.acknowledge(id(3))])
    driver.show(3)
    driver.wait(1)
    #expect(driver.requests.count == 1)
    for id in 4..<Int64(4 + Acknowledgements.mostMessages) { driver.show(id) }
    #expect(driver.requests.count == 2, "so many are told at once")
  }

  @Test func aMessageComesOnce() {
    var driver = SessionDriver.member(retryFor: 10)
    for id: Int64 in [1, 2, 2, 1] { driver.message(id) }
    driver.loseAndResume()
    for id: Int64 in [2, 3] { driver.message(id) }
    #expect(driver.messages.map(\.rawValue) == [1, 2, 3])
  }

  @Test func whatWasShownIsAcknowledgedAgainAtOnce() {
    var driver = SessionDriver.member(retryFor: 10)
    driver.message(5)
    driver.show(5)
    driver.wait(1)
    driver.lose()
    // Shown while nobody could be told.
    driver.show(6)
    driver.reach()
    driver.hello()
    driver.reply(.welcome(name: "amy"))
    #expect(driver.requests.suffix(2) == [.acknowledge(id(6)), .wantToken])
  }

  // MARK: - Loss and return

  @Test func whatHasNoAnswerGoesOutAgain() {
    var driver = SessionDriver.member(retryFor: 10)
    for purpose in 1...4 {
      driver.send(.broadcast(body: "\(purpose)"), for: purpose, isSentAgain: purpose != 3)
    }
    let numbers = driver.sent.map(\.number)
    driver.reply(.stored(id(1)), to: numbers[1])
    driver.loseAndResume()
    #expect(driver.losses == [.closed] && driver.dropped == [3])
    #expect(driver.sent.suffix(3).map(\.number) == [numbers[0], numbers[3], numbers[3] + 2])
    #expect(driver.requests.suffix(3) == [.broadcast(body: "1"), .broadcast(body: "4"), .wantToken])
    #expect(driver.session.pending.values.filter(\.wasSentBefore).count == 2)
    driver.reply(.doneBefore, to: numbers[0])
    driver.loseAndResume()
    #expect(driver.requests.suffix(2) == [.broadcast(body: "4"), .wantToken])
    #expect(driver.answers.map(\.purpose) == [2, 1])
  }

  @Test func theSameTokenIsShownUntilThereIsANewOne() {
    var driver = SessionDriver.member(retryFor: 100)
    driver.loseAndResume()
    driver.reply(.refused(.readOnly))
    driver.loseAndResume()
    driver.reply(.token([2]))
    driver.lose()
    driver.reach()
    driver.hello()
    #expect(driver.requests.last == .resume(token: [2]))
  }

  @Test(arguments: [Refusal.tokenVoid, .unknownName, .wrongPassword(triesLeft: 1)])
  func withoutATokenThePasswordLeadsBackAndTheLogBeginsAnew(_ refusal: Refusal) {
    var driver = SessionDriver.member(retryFor: 10)
    driver.message(7)
    driver.show(7)
    driver.wait(1)
    driver.send(.broadcast(body: "hi"), for: 1)
    driver.lose()
    driver.reach()
    driver.hello()
    driver.reply(.refused(refusal))
    #expect(driver.logInsWanted == 2)
    driver.logIn()
    driver.reply(.welcome(name: "amy"))
    #expect(driver.requests.suffix(2) == [.broadcast(body: "hi"), .wantToken], "an older log is not acknowledged")
    driver.message(6)
    driver.show(6)
    driver.wait(1)
    #expect(driver.messages.map(\.rawValue) == [7, 6])
    #expect(driver.requests.last == .acknowledge(id(6)))
  }

  @Test func whoIsBannedMeanwhileEnds() {
    var driver = SessionDriver.member(retryFor: 10)
    driver.lose()
    driver.reach()
    driver.hello()
    driver.reply(.refused(.banned(until: nil, reason: nil)))
    #expect(driver.ending == .logInRefused(.banned(until: nil, reason: nil)))
  }

  @Test func somebodyElseSendsNothingOfIt() {
    var driver = SessionDriver.member(retryFor: 10)
    driver.message(7)
    driver.show(7)
    driver.send(.broadcast(body: "hi"), for: 1)
    driver.lose()
    driver.reach()
    driver.hello()
    driver.reply(.refused(.tokenVoid))
    driver.send(.logIn(name: "bob", password: "x"), for: 2, isSentAgain: false)
    driver.reply(.welcome(name: "bob"))
    #expect(driver.welcomes == ["amy", "bob"] && driver.dropped == [1])
    #expect(driver.requests.last == .wantToken && driver.session.pending.isEmpty)
  }

  @Test func whatPassesIsAskedForAgainOnTheSameConnectionWithTheToken() {
    var driver = SessionDriver.member(retryFor: 300)
    driver.lose()
    driver.reach()
    driver.hello()
    let calls = driver.calls
    for count in 2...4 {
      driver.reply(.refused(.busy))
      driver.wait(60)
      #expect(driver.requests.filter { $0 == .resume(token: SessionDriver.token) }.count == count)
    }
    #expect(driver.calls == calls && driver.logInsWanted == 1)
    driver.reply(.welcome(name: "amy"))
    #expect(driver.welcomes.count == 2)
  }

  @Test func knockingEndsWithTheWayBack() {
    var driver = SessionDriver.member(retryFor: 20)
    driver.lose()
    driver.reach()
    driver.hello()
    while driver.ending == nil, driver.now.seconds(since: Uptime(nanoseconds: 0)) < 1_000 {
      driver.reply(.refused(.notStored))
      driver.wait(1)
    }
    #expect(driver.ending == .givenUp)
    #expect(driver.now.seconds(since: Uptime(nanoseconds: 5_000_000_000)) < 22)
  }

  @Test func aServerThatTakesNobodyIsCalledAgainUntilTheEnd() {
    var driver = SessionDriver.member(retryFor: 60)
    let start = driver.now
    driver.lose()
    while driver.ending == nil {
      driver.reach()
      driver.hello(refusal: .full(maxCon: 1))
      #expect(driver.session.deadline == nil)
      driver.lose(.silent)
    }
    #expect(driver.ending == .givenUp && driver.now.seconds(since: start) == 60)
    #expect(driver.failedAttempts > 3 && driver.losses.count == 1)
  }

  @Test func aRefusalForGoodIsTheEndOfTheWayBack() {
    var driver = SessionDriver.member(retryFor: 60)
    driver.lose()
    driver.reach()
    let banned = Refusal.addressBanned(until: nil, reason: nil)
    driver.hello(refusal: banned)
    #expect(driver.ending == .refused(banned))
    driver = .member(retryFor: 60)
    driver.lose(.garbled("x"))
    #expect(driver.ending == .lost(.garbled("x"), mayBeEncrypted: false))
    driver = .member()
    driver.lose()
    #expect(driver.ending == .lost(.closed, mayBeEncrypted: false))
  }

  // MARK: - A close that is announced

  @Test func answersCountUntilTheServerCloses() {
    var driver = SessionDriver.member(retryFor: 60)
    driver.message(4)
    driver.show(4)
    driver.send(.broadcast(body: "one"), for: 1)
    driver.send(.broadcast(body: "two"), for: 2)
    let numbers = driver.sent.map(\.number)
    driver.receive(.event(.serverStopping(restarts: true, isSettled: true)))
    driver.reply(.stored(id(5)), to: numbers[0])
    driver.wait(5)
    driver.message(6)
    #expect(driver.answers.map(\.purpose) == [1])
    #expect(driver.requests.count == 2 && driver.messages.count == 1, "the server takes nothing more")
    driver.loseAndResume()
    #expect(driver.requests.suffix(3) == [.broadcast(body: "two"), .acknowledge(id(4)), .wantToken])
    #expect(driver.session.announced == nil)
  }

  @Test(arguments: [false, true]) func whoIsPutOutStaysOut(isOnTheWayBack: Bool) {
    var driver = SessionDriver.member(retryFor: 60)
    if isOnTheWayBack {
      driver.lose()
      driver.reach()
      driver.hello()
    }
    driver.receive(.event(.putOut(reason: "Enough.")))
    driver.lose()
    #expect(driver.ending == .lost(.closed, mayBeEncrypted: false))
    #expect(driver.session.announced == .putOut)
  }

  // MARK: - The farewell

  @Test func aMemberAcknowledgesAndLeaves() {
    var driver = SessionDriver.member()
    driver.show(4)
    driver.leave()
    #expect(driver.requests == [.acknowledge(id(4)), .leave(.quit)])
    driver.leave(isHurried: true)
    driver.wait(600)
    #expect(driver.isFarewellLate && driver.ending == nil && driver.requests.count == 2)
    driver.reply(.goodbye(.quit))
    #expect(driver.ending == .left(.quit))
  }

  @Test func answersComeWhileItIsOnItsWay() {
    var driver = SessionDriver.member()
    driver.send(.broadcast(body: "hi"), for: 1)
    let number = driver.sent[0].number
    driver.leave()
    driver.reply(.stored(id(1)), to: number)
    driver.message(2)
    #expect(driver.answers.map(\.purpose) == [1] && driver.messages.isEmpty)
  }

  @Test func withoutItsAnswerAMemberMayCountAsOnline() {
    var driver = SessionDriver.member(retryFor: 60)
    driver.leave(isHurried: true)
    driver.wait(2)
    #expect(driver.ending == .left(.quit, unconfirmed: .unanswered))
    driver = .member(retryFor: 60)
    driver.leave()
    driver.lose()
    #expect(driver.ending == .left(.quit, unconfirmed: .lost))
    driver = .member()
    driver.leave()
    driver.follow(driver.session.stopWaiting())
    #expect(driver.ending == .left(.quit, unconfirmed: .unanswered))
    driver = .member()
    driver.follow(driver.session.stopWaiting())
    #expect(driver.ending == nil)
  }

  @Test(arguments: [
    Event.serverStopping(restarts: false, isSettled: true), .timedOut(seconds: 1), .putOut(reason: "Out."),
  ])
  func whatEndsTheSessionAnswersItToo(_ event: Event) {
    var driver = SessionDriver.member()
    driver.leave()
    driver.receive(.event(event))
    #expect(driver.ending == .left(.quit))
  }

  @Test func whoIsNotInNeedNotBeLoggedOut() {
    var driver = SessionDriver()
    driver.leave()
    #expect(driver.ending == .left(.quit) && driver.sent.isEmpty)
    driver = SessionDriver()
    driver.hello()
    driver.leave()
    #expect(driver.requests == [.leave(.quit)])
    driver.wait(2)
    #expect(driver.ending == .left(.quit))
    driver = .member(retryFor: 60)
    driver.lose()
    driver.leave()
    #expect(driver.ending == .left(.quit) && driver.sent.isEmpty)
  }
}
