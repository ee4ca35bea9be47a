import ChatCore
import Testing

@testable import ChatClient

@Suite struct RegistrationTests {
  private static let registering = "You are still registering a new user; an empty line leads back to the log-in."
  private static let cancelling = "You are still cancelling a registration; an empty line leads back to the log-in."
  static let short =
    "That is a short password; 8 characters or more are harder to guess."

  @Test func register() {
    var driver = ConversationDriver()
    driver.type("register")
    #expect(driver.takeScreen() == ["Please enter your new user name:", ">> "])
    driver.type("shuo")
    #expect(driver.request == .checkNewName("shuo"))
    driver.reply(.nameFree)
    #expect(driver.takeScreen() == ["Please enter your new password:", ">> "])
    #expect(driver.prompt?.kind == .password)
    driver.type("123")
    #expect(driver.takeScreen() == [Self.short, "Please re-enter your password:", ">> "])
    driver.type("124")
    #expect(
      driver.takeScreen() == [
        "It's not the same with your previous input.", "Please re-enter your password:", ">> ",
      ])
    driver.type("123")
    #expect(driver.request == .register(name: "shuo", password: "123"))
    driver.reply(.registered(name: "shuo"))
    #expect(
      driver.takeScreen() == ["You have successfully registered \"shuo\". Please continue!", LogInTests.start, ">> "])
    driver.type("shuo")
    #expect(driver.request == .checkName("shuo"))
  }

  @Test func whereItTakesAnInvitationItsCodeIsAskedFor() {
    var driver = ConversationDriver()
    driver.type("register")
    driver.type("shuo")
    driver.reply(.refused(.invitationNeeded))
    driver.screen = []
    driver.type("7k3m x2qd 9f0p w8zt")
    #expect(driver.request == .checkNewName("shuo", code: "7k3m x2qd 9f0p w8zt"))
    driver.reply(.nameFree)
    #expect(driver.takeScreen() == ["Please enter your new password:", ">> "])
    driver.type("12345678")
    driver.type("12345678")
    #expect(driver.request == .register(name: "shuo", password: "12345678", code: "7k3m x2qd 9f0p w8zt"))
  }

  @Test func whatIsNoCodeDoesNotTravel() {
    var driver = ConversationDriver(pace: .ahead)
    driver.type("register")
    driver.type("shuo")
    driver.reply(.refused(.invitationNeeded))
    driver.screen = []
    driver.type("my password")
    #expect(driver.request == .checkNewName("shuo"))
    #expect(
      driver.takeScreen()
        == Refusal.invitationVoid.lines + [
          Self.registering, "This room takes new members by invitation. Please enter the code of yours:", ">> ",
        ])
    driver.type("7k3m x2qd 9f0p w8zt")
    driver.screen = []
    driver.refuse(.invitationVoid)
    #expect(driver.takeScreen().last == ">> " && driver.prompt?.kind == .answer)
    driver.type("")
    #expect(driver.takeScreen() == ["Nobody has been registered.", LogInTests.start, ">> "])
  }

  @Test func aLongPasswordIsNotWarnedAbout() {
    var driver = ConversationDriver()
    driver.type("register")
    driver.type("shuo")
    driver.reply(.nameFree)
    driver.screen = []
    driver.type("12345678")
    #expect(driver.screen == ["Please re-enter your password:", ">> "])
  }

  @Test func twiceNotTheSame() {
    var driver = ConversationDriver(pace: .ahead)
    driver.type("register")
    driver.type("shuo")
    driver.reply(.nameFree)
    driver.type("12345678")
    driver.type("a")
    driver.screen = []
    driver.type("b")
    #expect(
      driver.screen == [
        "It's not the same with your previous input.", Self.registering, "Please enter your new password:", ">> ",
      ])
    #expect(driver.requests.count == 1)
    #expect(driver.prompt?.kind == .password)
  }

  /// Wherever it is, and whatever was refused before: an empty line or Ctrl+C leads out of it, and only there.
  @Test(arguments: [true, false], 0...6) func aDialogueIsLeft(byCtrlC: Bool, step: Int) {
    var driver = ConversationDriver(pace: .ahead)
    let isRegistration = step < 4
    driver.type(isRegistration ? "register" : "de-register")
    if step > 0, step != 4 { driver.type("shuo") }
    switch step {
    case 1: driver.refuse(.invitationNeeded)
    case 2, 3: driver.reply(.nameFree)
    case 5, 6: driver.reply(.nameKnown)
    default: break
    }
    if step == 3 || step == 6 { driver.type("12345678") }
    if step == 6 { driver.reply(.departureVerified(name: "shuo")) }
    let asked = driver.requests.count
    driver.screen = []
    if byCtrlC {
      driver.perform(driver.conversation.interrupted(at: driver.now))
    } else {
      driver.type("")
    }
    let words = isRegistration ? "Nobody has been registered." : "Nothing has been cancelled."
    #expect(driver.screen == [words, LogInTests.start, ">> "] && driver.requests.count == asked)
    #expect(driver.prompt?.kind == .answer && driver.isTaking && driver.code == nil)
    driver.perform(driver.conversation.interrupted(at: driver.now))
    driver.reply(.goodbye(.quit))
    #expect(driver.code != nil)
  }

  /// In a pipe a signal is nobody's answer: it ends the program, as ever.
  @Test func inAPipeASignalLeavesTheRoom() {
    var driver = ConversationDriver()
    driver.type("register")
    driver.perform(driver.conversation.interrupted(at: driver.now))
    driver.reply(.goodbye(.quit))
    #expect(driver.code != nil)
    var member = ConversationDriver.member()
    member.type("password")
    member.perform(member.conversation.interrupted(at: member.now))
    #expect(member.request == .leave(.quit))
  }

  @Test(arguments: [
    Refusal.nameTaken("Google"), .nameReserved("system"), .nameMalformed("a b"),
  ])
  func aNameThatIsNotFree(refusal: Refusal) {
    var driver = ConversationDriver(pace: .ahead)
    driver.type("register")
    driver.type("x")
    driver.screen = []
    driver.refuse(refusal)
    let question = [Self.registering, "Please enter your new user name:", ">> "]
    #expect(driver.takeScreen() == refusal.lines + question)
    driver.type(String(repeating: "x", count: 1_000))
    #expect(driver.screen.suffix(3) == question && driver.requests.count == 1)
  }

  @Test(arguments: [Refusal.passwordTooShort(minimum: 12), .passwordMalformed, .registrationClosed, .notStored])
  func aPasswordThatIsNotTaken(refusal: Refusal) {
    var driver = ConversationDriver(pace: .ahead)
    driver.type("register")
    driver.type("x")
    driver.reply(.nameFree)
    driver.type("12345678")
    driver.type("12345678")
    driver.screen = []
    driver.refuse(refusal)
    switch refusal {
    case .passwordTooShort, .passwordMalformed:
      #expect(
        driver.screen.suffix(3) == [Self.registering, "Please enter your new password:", ">> "]
          && driver.prompt?.kind == .password)
    default: #expect(driver.screen == refusal.lines + [LogInTests.start, ">> "])
    }
  }

  @Test func takenWhileThePasswordWasTyped() {
    var driver = ConversationDriver(pace: .ahead)
    driver.type("register")
    driver.type("x")
    driver.reply(.nameFree)
    driver.type("12345678")
    driver.type("12345678")
    driver.screen = []
    driver.refuse(.nameTaken("x"))
    #expect(
      driver.screen
        == Refusal.nameTaken("x").lines + [Self.registering, "Please enter your new user name:", ">> "])
  }

  @Test func deRegister() {
    var driver = ConversationDriver(pace: .ahead)
    driver.type("de-register")
    #expect(driver.takeScreen() == ["Please enter your existing user name:", ">> "])
    driver.type("shuo")
    #expect(driver.request == .checkDeparture(name: "shuo"))
    driver.reply(.nameKnown)
    #expect(driver.takeScreen() == ["Please enter your password:", ">> "])
    #expect(driver.prompt?.kind == .password)
    driver.type("123")
    #expect(driver.request == .verifyDeparture(name: "shuo", password: "123"))
    driver.reply(.departureVerified(name: "shuo"))
    #expect(
      driver.takeScreen() == [
        "Password verified. Are you sure to cancel your registration for shuo? Enter \"yes\" or \"no\":", ">> ",
      ])
    #expect(driver.prompt?.kind == .answer)
    driver.type("perhaps")
    #expect(driver.takeScreen() == ["Please enter \"yes\" or \"no\":", ">> "])
    driver.type("Y")
    #expect(driver.request == .deregister)
    driver.reply(.deregistered(name: "shuo"))
    #expect(
      driver.takeScreen() == ["You have successfully cancelled \"shuo\". Please continue!", LogInTests.start, ">> "])
  }

  @Test(arguments: [["no"], ["n"], ["what", "ever", "no"], [""]])
  func deRegisterAfterAll(answers: [String]) {
    var driver = ConversationDriver(pace: .ahead)
    driver.type("de-register")
    driver.type("shuo")
    driver.reply(.nameKnown)
    driver.type("123")
    driver.reply(.departureVerified(name: "shuo"))
    driver.screen = []
    for answer in answers { driver.type(answer) }
    #expect(driver.screen.suffix(2) == [LogInTests.start, ">> "])
    #expect(driver.screen.contains { $0.hasSuffix("Nothing has been cancelled.") })
    #expect(driver.requests.count == 2)
  }

  @Test(arguments: [
    Refusal.unknownName, .departureWhileOnline("shuo"), .stillBlocked(seconds: 3), .wrongPassword(triesLeft: 1),
    .nowBlocked(seconds: 60), .notStored,
  ])
  func deRegistrationRefused(refusal: Refusal) {
    for step in 1...3 {
      var driver = ConversationDriver(pace: .ahead)
      driver.type("de-register")
      driver.type("shuo")
      if step > 1 {
        driver.reply(.nameKnown)
        driver.type("123")
      }
      if step > 2 {
        driver.reply(.departureVerified(name: "shuo"))
        driver.type("yes")
      }
      driver.screen = []
      driver.refuse(refusal)
      let question =
        switch (step, refusal) {
        case (1, .unknownName), (1, .departureWhileOnline), (1, .stillBlocked):
          [Self.cancelling, "Please enter your existing user name:"]
        case (2, .wrongPassword): [Self.cancelling, "Please enter your password:"]
        default: [LogInTests.start]
        }
      #expect(driver.screen == refusal.lines + question + [">> "])
      #expect(driver.isTaking)
    }
  }
}
