import ChatCore
import Testing

@testable import ChatClient

/// In a pipe the next lines are commands: after a log-in that failed they would go out as names and passwords.
@Suite struct PipedLogInTests {
  @Test(arguments: [
    (Refusal.unknownName, ExitCode.notPermitted), (.stillBlocked(seconds: 5), .notPermitted),
    (.alreadyOnline, .refused),
    (.tooManyFailures(seconds: 5), .refused),
  ])
  func aNameIsTriedOnce(_ refusal: Refusal, _ code: ExitCode) {
    var driver = ConversationDriver()
    driver.type("facebook")
    driver.screen = []
    driver.refuse(refusal)
    #expect(driver.code == code)
    #expect(driver.screen == [LogInFailure(refusal, name: "facebook").sentence])
    #expect(!driver.isTaking)
  }

  @Test(arguments: [
    (Refusal.wrongPassword(triesLeft: 2), ExitCode.notPermitted), (.nowBlocked(seconds: 60), .notPermitted),
    (.alreadyOnline, .refused), (.busy, .refused),
  ])
  func aPasswordIsTriedOnce(_ refusal: Refusal, _ code: ExitCode) {
    var driver = ConversationDriver()
    driver.type("facebook")
    driver.reply(.nameKnown)
    driver.type("12")
    driver.screen = []
    driver.refuse(refusal)
    #expect(driver.code == code)
    #expect(driver.screen == [LogInFailure(refusal, name: "facebook").sentence])
    #expect(!driver.isTaking)
  }

  @Test(arguments: [["", ""], [String(repeating: "x", count: 10_000)], ["facebook", ""], ["facebook", "\n"]])
  func whatCanBeNoNameOrPasswordIsNotAskedForAgain(_ lines: [String]) {
    var driver = ConversationDriver()
    for line in lines where driver.isTaking {
      driver.type(line)
      if driver.request == .checkName(line) { driver.reply(.nameKnown) }
    }
    #expect(driver.code == .notPermitted)
    #expect(!driver.isTaking)
  }

  @Test(arguments: ["register", "de-register"])
  func anAccountThatCantBeChangedEndsIt(_ word: String) {
    var driver = ConversationDriver()
    driver.type(word)
    driver.type("shuo")
    driver.screen = []
    driver.refuse(word == "register" ? .nameTaken("shuo") : .departureWhileOnline("shuo"))
    #expect(driver.code == .refused)
    #expect(driver.screen.count == 1)
    #expect(!driver.isTaking)
  }

  @Test func twoPasswordsThatDifferEndIt() {
    var driver = ConversationDriver()
    driver.type("register")
    driver.type("shuo")
    driver.reply(.nameFree)
    for password in ["12345678", "a", "b"] { driver.type(password) }
    #expect(driver.code == .refused)
    #expect(driver.requests.count == 1)
  }

  @Test func anEndBeforeTheLogInIsNoSuccess() {
    for lines in [[], ["facebook"], ["register"]] {
      var driver = ConversationDriver()
      for line in lines {
        driver.type(line)
        if driver.request == .checkName(line) { driver.reply(.nameKnown) }
      }
      driver.endInput()
      #expect(driver.code == .refused)
      #expect(driver.notices.count == 1)
    }
    var person = ConversationDriver(pace: .ahead)
    person.endInput()
    #expect(person.request == .leave(.quit))
    person.reply(.goodbye(.quit))
    #expect(person.code == .done)
  }

  @Test func anAccountThatIsMadeMayBeAllThatWasWanted() {
    var driver = ConversationDriver()
    driver.type("register")
    driver.type("shuo")
    driver.reply(.nameFree)
    driver.type("12345678")
    driver.type("12345678")
    driver.reply(.registered(name: "shuo"))
    driver.endInput()
    driver.reply(.goodbye(.quit))
    #expect(driver.code == .done)
  }
}
