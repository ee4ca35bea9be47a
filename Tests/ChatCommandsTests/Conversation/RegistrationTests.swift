import ChatTestSupport
import Testing

/// The rows `register` and `de-register`.
@Suite(.waiting) struct RegistrationTests {
  private static let registering = "You are still registering a new user; an empty line leads back to the log-in."
  private static let cancelling = "You are still cancelling a registration; an empty line leads back to the log-in."

  @Test(
    arguments: [
      ("facebook", "The user name \"facebook\" exists already. Please choose another one!"),
      ("FaceBook", "The user name \"FaceBook\" exists already. Please choose another one!"),
      ("system", "\"system\" is a word of the system. Please choose another user name!"),
      ("de-register", "\"de-register\" is a word of the system. Please choose another user name!"),
      ("two words", "\"two words\" can't be a user name: it takes 1 to 32 of the characters A-Z a-z 0-9 . _ -"),
    ])
  func aNameThatCannotBeIsToldWhy(_ name: String, reason: String) throws {
    let guest = try SampleRoom().server.visitor()
    try guest.expectAnswer(to: "register", ["Please enter your new user name:"])
    try guest.expectAnswer(to: name, ["Error! " + reason, Self.registering, "Please enter your new user name:"])
  }

  @Test func passwordsMustBeTheSameTwice() throws {
    let guest = try ServerProcess().visitor()
    try guest.expectAnswer(to: "register", ["Please enter your new user name:"])
    try guest.expectAnswer(to: "shuo", ["Please enter your new password:"])
    try guest.expectAnswer(to: "long enough", isHidden: true, ["Please re-enter your password:"])
    try guest.expectAnswer(
      to: "other", isHidden: true,
      [
        "It's not the same with your previous input.", "Please re-enter your password:",
      ])
    try guest.expectAnswer(
      to: "third", isHidden: true,
      ["It's not the same with your previous input.", Self.registering, "Please enter your new password:"])
    try guest.expectAnswer(
      to: String(repeating: "x", count: 129), isHidden: true,
      [
        "Error! That can't be a password: it takes 1 to 128 characters on one line.", Self.registering,
        "Please enter your new password:",
      ])
    try guest.expectAnswer(to: "", isHidden: true, ["Nobody has been registered.", Greeting.start])

    try guest.expectAnswer(to: "register", ["Please enter your new user name:"])
    try guest.expectAnswer(to: "shuo", ["Please enter your new password:"])
    try guest.expectAnswer(
      to: "quit", isHidden: true,
      [
        "That is a short password; 8 characters or more are harder to guess.",
        "Please re-enter your password:",
      ])
    try guest.expectAnswer(
      to: "x", isHidden: true, ["It's not the same with your previous input.", "Please re-enter your password:"])
    try guest.expectAnswer(
      to: "quit", isHidden: true, ["You have successfully registered \"shuo\". Please continue!", Greeting.start])
    try guest.expectAnswer(to: "shuo", ["Please enter your password:"])
    guest.send("quit")
    try guest.expect("Welcome to the Chatting room user \"shuo\"! Now you have successfully logged in!", "shuo>")
  }

  @Test func aNewUserCanBeWrittenToAtOnce() throws {
    let server = try ServerProcess()
    let alice = try server.member("alice")
    let guest = try server.guest()
    for line in ["register", "shuo", "long enough"] {
      _ = try guest.answer(to: line)
    }
    #expect(try guest.answer(to: "long enough").count == 2)
    try alice.expectAnswer(
      to: "message shuo welcome",
      [
        "The user \"shuo\" is unfortunately not online. But the server has stored your message."
      ])
    _ = try guest.answer(to: "shuo")
    _ = try guest.answer(to: "long enough")
    try guest.expectLines(
      "The off-line messages during you are not in:", "alice(private): welcome",
      "Now you can input commands as above instructed:", "shuo> ")
  }

  @Test func whatSpeaksAgainstADepartureIsTold() throws {
    let room = try SampleRoom()
    let online = try room.member("Columbia")
    let guest = try room.server.visitor()
    try guest.expectAnswer(to: "de-register", ["Please enter your existing user name:"])
    try guest.expectAnswer(
      to: "nobody",
      [
        "Username not existing. Please type again:", Self.cancelling, "Please enter your existing user name:",
      ])
    try guest.expectAnswer(
      to: "columbia",
      [
        "Error! \"Columbia\" is online and can't be cancelled now. Please log out there first!", Self.cancelling,
        "Please enter your existing user name:",
      ])
    try guest.expectAnswer(to: "", ["Nothing has been cancelled.", Greeting.start])
    try guest.failThreeTimes("facebook")
    try guest.expectAnswer(to: "de-register", ["Please enter your existing user name:"])
    guest.send("facebook")
    try guest.terminal.read("You are blocked! Please wait, you have ")
    try guest.expect(Self.cancelling, "Please enter your existing user name:", ">>")
    try online.expectAnswer(to: "whoelse", ["There are no other users."])
  }

  @Test func aDepartureIsConfirmed() throws {
    let guest = try SampleRoom().server.visitor()
    let question =
      "Password verified. Are you sure to cancel your registration for facebook? Enter \"yes\" or \"no\":"
    func ask() throws {
      try guest.expectAnswer(to: "de-register", ["Please enter your existing user name:"])
      try guest.expectAnswer(to: "facebook", ["Please enter your password:"])
      try guest.expectAnswer(to: "wastingtime", isHidden: true, [question])
    }
    try ask()
    try guest.expectAnswer(to: "no", ["Nothing has been cancelled.", Greeting.start])
    try ask()
    try guest.expectAnswer(to: "perhaps", ["Please enter \"yes\" or \"no\":"])
    try guest.expectAnswer(to: "perhaps", ["Please enter \"yes\" or \"no\":"])
    try guest.expectAnswer(
      to: "yes", ["You have successfully cancelled \"facebook\". Please continue!", Greeting.start])
  }

  @Test func aMailboxGoesAndWhatWasSentStays() throws {
    let room = try SampleRoom()
    let server = room.server
    let alice = try server.member("alice")
    let shuo = try server.member("shuo")
    try alice.expectLines("System(broadcast): \"shuo\" has just logged in.")
    #expect(try shuo.answer(to: "message Columbia from shuo").count == 1)
    shuo.send("logout")
    #expect(try shuo.wait() == 0)
    try alice.expectLines("System(broadcast): \"shuo\" has just logged out.")
    #expect(try alice.answer(to: "message shuo never read").count == 1)

    let guest = try server.guest()
    for line in ["de-register", "shuo", "secret-password"] {
      _ = try guest.answer(to: line)
    }
    #expect(try guest.answer(to: "yes").count == 2)
    try alice.expectAnswer(
      to: "message shuo too late",
      [
        "Error! There is no user \"shuo\". Type \"whoelse\" to see who is online."
      ])
    let heir = try server.member("shuo")
    try heir.expectAnswer(to: "fileget", ["No file waits for you."])
    let columbia = try room.member("Columbia")
    try columbia.expectLines(
      "The off-line messages during you are not in:", "[former account] shuo(private): from shuo",
      "Now you can input commands as above instructed:", "Columbia> ")
  }

  @Test func aBlockOutlivesTheName() throws {
    let server = try ServerProcess()
    let bob = try server.member("bob")
    let mallory = try server.member("mallory")
    bob.send("block mallory")
    try bob.expect("mallory")
    mallory.send("logout")
    try mallory.wait()
    let guest = try server.client()
    guest.write("de-register\nmallory\nsecret-password\nyes\n")
    try guest.expect("You have successfully cancelled \"mallory\".")
    bob.send("blocked")
    try bob.expect("\nmallory\n")

    let again = try server.member("MALLORY")
    again.send("message bob hi")
    try again.expect("Error! You are blocked by \"bob\", who takes nothing from you.")
    try bob.expect(
      "System(broadcast): \"MALLORY\" is a new account, and your block of that name holds for it. "
        + "Type \"unblock MALLORY\" to end it.\n")
    again.send("broadcast hi all")
    try again.expect("MALLORY(broadcast): hi all")
    bob.send("unblock mallory")
    try bob.expect("MALLORY")
    again.send("message bob now")
    try bob.expect("MALLORY(private): now\n")
    #expect(!bob.output.contains("hi all"))
  }
}
