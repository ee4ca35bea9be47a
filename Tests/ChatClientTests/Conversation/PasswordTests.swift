import ChatCore
import Testing

@testable import ChatClient

@Suite("The command password")
struct PasswordTests {
  private static let stays = "Your password stays as it was."

  @Test func threeQuestionsAndAnAnswer() {
    var driver = ConversationDriver.member()
    driver.type("password")
    #expect(driver.takeScreen() == ["Please enter your present password:", ">> "])
    #expect(driver.prompt?.kind == .password)
    driver.type("wastingtime")
    #expect(driver.takeScreen() == ["Please enter your new password:", ">> "])
    driver.type("123")
    #expect(driver.takeScreen() == [RegistrationTests.short, "Please re-enter your password:", ">> "])
    #expect(driver.prompt?.kind == .password)
    driver.type("124")
    #expect(
      driver.takeScreen() == [
        "It's not the same with your previous input.", "Please re-enter your password:", ">> ",
      ])
    driver.type("123\r")
    #expect(driver.request == .changePassword(old: "wastingtime", new: "123"))
    #expect(driver.takeScreen() == [])
    driver.reply(.passwordChanged)
    #expect(driver.takeScreen() == ["You have successfully changed your password.", "facebook> "])
    #expect(driver.prompt?.kind == .command)
  }

  @Test func whatIsSaidMeanwhileIsShownAndTypedWordsAreNoCommands() {
    var driver = ConversationDriver.member(pace: .ahead)
    driver.type("password")
    driver.screen = []
    driver.message(9, "hello")
    #expect(driver.takeScreen() == ["Columbia(private): hello"])
    driver.type("logout")
    driver.type("quit it all")
    driver.type("quit it all")
    #expect(driver.request == .changePassword(old: "logout", new: "quit it all"))
    // At a terminal the next command may be typed while the server works.
    #expect(driver.prompt == .command(of: "facebook"))
    #expect(driver.isTaking)
  }

  @Test(arguments: [
    (["", "Error! You have typed nothing."]),
    ([String(repeating: "x", count: 129), "Error! " + malformed]),
    (["old", "", "Error! " + malformed]),
    (["old", "new-password", "a", "b", "It's not the same with your previous input."]),
  ])
  func whatEndsItEarly(typed: [String]) {
    var driver = ConversationDriver.member()
    driver.type("password")
    for line in typed.dropLast() {
      driver.screen = []
      driver.type(line)
    }
    #expect(driver.screen == [typed.last, Self.stays, "facebook> "])
    #expect(driver.requests.isEmpty)
  }

  private static let malformed = "That can't be a password: it takes 1 to 128 characters on one line."

  @Test(arguments: [
    (
      Refusal.wrongPassword(triesLeft: 2),
      "Wrong password! You have 2 times to give another try in this connection session!"
    ),
    (
      .nowBlocked(seconds: 50),
      "Wrong password for 3 times. You can try again after 50.0 seconds. "
        + "Until then nobody can log in with this user on this machine."
    ),
    (.stillBlocked(seconds: 39.8), "Please wait, you have 39.8 seconds left to give your password another try!"),
    (.readOnly, Refusal.readOnly.sentence),
  ])
  func refusals(refusal: Refusal, sentence: String) {
    var driver = ConversationDriver.member()
    for line in ["password", "old", "new-password", "new-password"] {
      driver.type(line)
    }
    driver.screen = []
    driver.refuse(refusal)
    #expect(driver.screen == [sentence, Self.stays, "facebook> "])
    #expect(driver.code == nil)
  }

  @Test func aLostConnectionSaysThatItMayNotHaveArrived() {
    var driver = ConversationDriver.member(pace: .ahead)
    for line in ["password", "old", "new-password", "new-password"] {
      driver.type(line)
    }
    driver.screen = []
    driver.perform(driver.conversation.connectionLost(.closed, at: driver.now))
    #expect(driver.screen.last == "What you typed last may not have reached the server.")
  }
}
