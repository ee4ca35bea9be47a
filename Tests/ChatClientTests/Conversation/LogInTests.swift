import ChatCore
import ChatWire
import Testing

@testable import ChatClient

@Suite struct LogInTests {
  static let start =
    "Please enter your username: (or you can \"quit\" or \"register\" or \"de-register\" by those commands)"

  @Test func connected() {
    var driver = ConversationDriver(greeted: false)
    driver.hello()
    #expect(
      driver.screen == [
        "Now you are trying to connect to the Chatting room! You should log in first. Type required information and "
          + "hit enter!", Self.start, ">> ",
      ])
    #expect(driver.isTaking)
    #expect(driver.prompt?.kind == .answer)
  }

  @Test func theRoomIsFull() {
    var driver = ConversationDriver(greeted: false)
    driver.hello(refusal: .full(maxCon: 5))
    #expect(
      driver.screen == [
        "The connection has reached its maximum value 5, please wait a moment for others to log out and then log in "
          + "later on."
      ])
    #expect(driver.code == .refused)
  }

  @Test func itFilledUpMeanwhile() {
    var driver = ConversationDriver()
    driver.type("facebook")
    driver.reply(.nameKnown)
    driver.type("x")
    driver.screen = []
    driver.refuse(.filledUp(maxCon: 5))
    #expect(
      driver.screen == [
        "I'm sorry. Although you have passed the password verification, there already exist maximum number users "
          + "online.",
        "The connection has reached its maximum value 5, please wait a moment for others to log out and then log in "
          + "later on.",
      ])
    #expect(driver.code == .refused)
  }

  @Test func anotherVersionIsRefused() {
    var driver = ConversationDriver(greeted: false)
    driver.hello(version: 99)
    #expect(driver.code == .refused)
    #expect(driver.screen.count == 1)
    #expect(driver.screen.first?.contains("99") == true)
  }

  @Test func unknownName() {
    var driver = ConversationDriver(pace: .ahead)
    driver.type("  nobody ")
    #expect(driver.request == .checkName("nobody"))
    #expect(!driver.isTaking)
    driver.refuse(.unknownName)
    #expect(driver.screen == ["Username not existing. Please type again:", ">> "])
    #expect(driver.isTaking)
  }

  @Test func aNameThatNoFrameHoldsIsUnknown() {
    var driver = ConversationDriver(pace: .ahead)
    driver.type(String(repeating: "x", count: 10_000))
    #expect(driver.screen == ["Username not existing. Please type again:", ">> "])
    #expect(driver.requests.isEmpty)
  }

  @Test func onlineAlready() {
    var driver = ConversationDriver(pace: .ahead)
    driver.type("Columbia")
    driver.refuse(.alreadyOnline)
    #expect(driver.screen == ["The present user is being logged in. Please use another user to log-in:", ">> "])
    driver.type("Columbia")
    driver.reply(.nameKnown)
    driver.type("116bway")
    driver.screen = []
    driver.refuse(.alreadyOnline)
    #expect(driver.screen == ["The present user is being logged in. Please use another user to log-in:", ">> "])
    #expect(driver.prompt?.kind == .answer)
  }

  @Test func rightPassword() {
    var driver = ConversationDriver()
    driver.type("FACEBOOK")
    driver.reply(.nameKnown)
    #expect(driver.takeScreen() == ["Please enter your password:", ">> "])
    #expect(driver.prompt?.kind == .password)
    driver.type(" quit ")
    #expect(driver.request == .logIn(name: "FACEBOOK", password: " quit "))
    driver.reply(.welcome(name: "facebook"))
    #expect(
      driver.takeScreen() == [
        "Welcome to the Chatting room user \"facebook\"! Now you have successfully logged in!", "facebook> ",
      ])
    #expect(!driver.isTaking)
    driver.event(.caughtUp)
    #expect(driver.screen.isEmpty)
    #expect(driver.isTaking)
  }

  @Test func theWordQuitIsAPasswordToo() {
    var driver = ConversationDriver()
    driver.type("facebook")
    driver.reply(.nameKnown)
    driver.type("quit")
    #expect(driver.request == .logIn(name: "facebook", password: "quit"))
  }

  @Test func wrongPasswords() {
    var driver = ConversationDriver(pace: .ahead)
    for left in [2, 1] {
      driver.type("facebook")
      driver.reply(.nameKnown)
      driver.type("12")
      driver.screen = []
      driver.refuse(.wrongPassword(triesLeft: left))
      #expect(
        driver.takeScreen() == [
          "Wrong password! You have \(left) times to give another try for this user on this machine in this "
            + "connection session!", "Please enter your username:", ">> ",
        ])
    }
    driver.type("facebook")
    driver.reply(.nameKnown)
    driver.type("12")
    driver.screen = []
    driver.refuse(.nowBlocked(seconds: 50))
    #expect(
      driver.takeScreen() == [
        "Wrong password for 3 times. You are blocked. Please try to log-in with this user after 50.0 seconds. "
          + "Or you can try another user in this machine.", ">> ",
      ])
    driver.type("facebook")
    driver.refuse(.stillBlocked(seconds: 39.7975831032))
    #expect(
      driver.takeScreen() == [
        "You are blocked! Please wait, you have 39.8 seconds left to log in using this name again!",
        "You can try another user:", ">> ",
      ])
    #expect(driver.isTaking)
  }

  @Test func nothingTyped() {
    var driver = ConversationDriver(pace: .ahead)
    driver.type("  ")
    #expect(driver.screen == ["Error! You have typed nothing. Please type your user name!", ">> "])
    driver.type("facebook")
    driver.reply(.nameKnown)
    driver.screen = []
    driver.type("")
    #expect(driver.screen == ["Error! You have typed nothing. Please type your password!", ">> "])
    #expect(driver.prompt?.kind == .password)
    driver.type("x")
    #expect(driver.request == .logIn(name: "facebook", password: "x"))
  }

  @Test func aPasswordThatCantBeOne() {
    var driver = ConversationDriver(pace: .ahead)
    driver.type("facebook")
    driver.reply(.nameKnown)
    driver.screen = []
    driver.type(String(repeating: "x", count: 129))
    #expect(driver.screen.suffix(2) == ["Please enter your password:", ">> "] && driver.prompt?.kind == .password)
    #expect(driver.requests.count == 1)
  }

  /// What is typed after a wrong password is a password, as whoever gave the name beforehand thinks: it must not be seen.
  @Test func ofANameThatWasGivenThePasswordIsAskedForUntilItIsBlocked() {
    var driver = ConversationDriver(pace: .ahead, credentials: Credentials(name: "facebook"))
    driver.reply(.nameKnown)
    for left in [2, 1] {
      driver.type("12")
      driver.screen = []
      driver.refuse(.wrongPassword(triesLeft: left))
      #expect(driver.screen.suffix(2) == ["Please enter your password:", ">> "] && driver.prompt?.kind == .password)
    }
    driver.type("12")
    driver.refuse(.nowBlocked(seconds: 50))
    #expect(driver.prompt?.kind == .answer && driver.isTaking)
  }

  @Test func quitAtThePrompt() {
    var driver = ConversationDriver()
    driver.type("quit")
    #expect(driver.request == .leave(.quit))
    driver.reply(.goodbye(.quit))
    #expect(driver.screen == ["You are leaving the chatting room! See you again!"])
    #expect(driver.code == .done)
  }

  @Test func theServerStopsAtThePrompt() {
    var driver = ConversationDriver()
    driver.event(.serverStopping(restarts: false, isSettled: true))
    #expect(driver.screen == ["The server is going to stop. You will log out from the server automatically."])
    #expect(driver.code == .refused)
  }

  @Test func aReplyToNothingIsIgnored() {
    var driver = ConversationDriver()
    driver.type("facebook")
    driver.reply(.welcome(name: "facebook"), to: 99)
    #expect(driver.screen.isEmpty)
    driver.reply(.nameKnown)
    #expect(driver.screen == ["Please enter your password:", ">> "])
  }
}
