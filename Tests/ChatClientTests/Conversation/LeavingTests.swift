import ChatCore
import Testing

@testable import ChatClient

@Suite struct LeavingTests {
  @Test func logout() {
    var driver = ConversationDriver.member()
    driver.message(4, "hi")
    driver.screen = []
    driver.type("logout")
    #expect(driver.requests.map(\.request) == [.acknowledge(EntryID(rawValue: 4)), .leave(.logout)])
    #expect(driver.code == nil)
    driver.reply(.goodbye(.logout))
    #expect(driver.screen == ["You have logged out! See you again!"])
    #expect(driver.code == .done)
  }

  @Test func quitAndTheEndOfInput() {
    var driver = ConversationDriver.member()
    driver.type("quit")
    driver.reply(.goodbye(.quit))
    #expect(driver.screen == ["You are leaving the chatting room! See you again!"])
    #expect(driver.code == .done)

    driver = .member()
    driver.perform(driver.conversation.inputEnded(at: driver.now))
    #expect(driver.request == .leave(.quit))
    driver.reply(.goodbye(.quit))
    #expect(driver.screen == ["You are leaving the chatting room! See you again!"])
    #expect(driver.code == .done)
  }

  @Test func theAnswerIsNotWaitedForLong() {
    var driver = ConversationDriver.member()
    driver.perform(driver.conversation.interrupted(at: driver.now))
    #expect(driver.request == .leave(.quit))
    driver.wait(1.9)
    #expect(driver.code == nil)
    driver.wait(0.1)
    #expect(driver.notices == [Words.farewellUnanswered])
    #expect(driver.code == .unreachable)
  }

  @Test(arguments: [Conversation.Pace.oneAtATime, .ahead])
  func whoGoesByThemselfWaitsForTheAnswerAsLongAsTheConnectionLives(_ pace: Conversation.Pace) {
    var driver = ConversationDriver.member(pace: pace)
    driver.type("quit")
    driver.wait(600)
    #expect(driver.code == nil)
    #expect(driver.screen == (pace == .ahead ? [Words.farewellAwaited] : []))
    driver.reply(.goodbye(.quit))
    #expect(driver.screen.last == "You are leaving the chatting room! See you again!")
    #expect(driver.code == .done)
  }

  @Test(arguments: [
    Event.serverStopping(restarts: false, isSettled: true), .timedOut(seconds: 60), .putOut(reason: "Out."),
  ])
  func whatEndsTheSessionAnswersAFarewellToo(_ event: Event) {
    var driver = ConversationDriver.member()
    driver.type("quit")
    driver.event(event)
    #expect(driver.code == .done)
  }

  @Test func beforeTheLogInNobodyIsLoggedOut() {
    var driver = ConversationDriver()
    driver.type("quit")
    driver.wait(2)
    #expect(driver.screen == ["You are leaving the chatting room! See you again!"])
    #expect(driver.code == .done)
  }

  @Test func aSecondCtrlCWaitsForNothing() {
    var driver = ConversationDriver.member()
    driver.perform(driver.conversation.interrupted(at: driver.now))
    driver.perform(driver.conversation.interrupted(at: driver.now))
    #expect(driver.code == .unreachable)
    #expect(driver.requests.count == 1)
  }

  @Test func beforeTheServerAnswered() {
    var driver = ConversationDriver(greeted: false)
    driver.perform(driver.conversation.interrupted(at: driver.now))
    #expect(driver.code == .done)
    #expect(driver.requests.isEmpty)
  }

  @Test func windowClosed() {
    var driver = ConversationDriver.member()
    driver.perform(driver.conversation.windowClosed(at: driver.now))
    #expect(driver.request == .leave(.windowClosed))
    driver.reply(.goodbye(.windowClosed))
    #expect(driver.screen.isEmpty)
    #expect(driver.code == .done)
  }

  @Test func theServerClosesInsteadOfAnswering() {
    var driver = ConversationDriver.member()
    driver.type("logout")
    driver.perform(driver.conversation.connectionLost(.closed, at: driver.now))
    #expect(driver.screen.isEmpty)
    #expect(driver.notices == [Words.farewellLost])
    #expect(driver.code == .unreachable)
  }

  @Test func answersThatComeWhileLeavingAreShown() {
    var driver = ConversationDriver.member(pace: .ahead)
    driver.type("message x hi")
    let number = driver.requests[0].number
    driver.type("quit")
    driver.screen = []
    driver.reply(.refused(.noSuchUser("x")), to: number)
    #expect(driver.screen == Refusal.noSuchUser("x").lines)
  }

  @Test func timeOut() {
    var driver = ConversationDriver.member()
    driver.event(.timedOut(seconds: 60))
    #expect(driver.screen == ["Time out for 60.0 seconds."])
    #expect(driver.code == .refused)
  }

  @Test func thatItIsNearIsSaidWhereSomebodySits() {
    var driver = ConversationDriver.member(pace: .ahead)
    driver.event(.timeOutNear(seconds: 59.6))
    #expect(
      driver.screen == ["You will be logged out in 60 s, because nothing was typed. Press any key to stay."])
    // Each key is activity, and one a second is told.
    let told = [0, 0.9, 1].map { driver.conversation.keyPressed(at: driver.now.advanced(bySeconds: $0)) }
    #expect(told == [[.send(.typing)], [], [.send(.typing)]])
    var pipe = ConversationDriver.member()
    pipe.event(.timeOutNear(seconds: 60))
    #expect(pipe.screen == [])
  }

  @Test func theServerStops() {
    var driver = ConversationDriver.member()
    driver.event(.serverStopping(restarts: false, isSettled: true))
    driver.perform(driver.conversation.connectionLost(.closed, at: driver.now))
    #expect(driver.screen == ["The server is going to stop. You will log out from the server automatically."])
    #expect(driver.code == .refused)
  }

  @Test func putOut() {
    var driver = ConversationDriver.member()
    driver.event(.putOut(reason: "You have been put out.\u{1B}[31m"))
    #expect(driver.screen == ["You have been put out.^[[31m"])
    #expect(driver.code == .refused)
  }

  @Test func connectionLost() {
    var driver = ConversationDriver.member()
    driver.perform(driver.conversation.connectionLost(.closed, at: driver.now))
    #expect(driver.screen.count == 1)
    #expect(driver.screen.first?.hasPrefix("The connection to the server is lost.") == true)
    #expect(driver.code == .unreachable)

    driver = .member()
    driver.type("message Columbia hi")
    driver.perform(driver.conversation.connectionLost(.silent, at: driver.now))
    #expect(driver.screen.last == "What you typed last may not have reached the server.")
    #expect(driver.code == .unreachable)
  }
}
