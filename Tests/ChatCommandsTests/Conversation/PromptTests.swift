import ChatTestSupport
import Glibc
import Testing

/// The rows of the conversation between the first prompt and the welcome.
@Suite(.waiting) struct PromptTests {
  @Test func unknownNamesAndEmptyLinesAreToldSo() throws {
    let guest = try SampleRoom().server.visitor()
    try guest.expectAnswer(to: "nobody", ["Username not existing. Please type again:"])
    try guest.expectAnswer(to: "", ["Error! You have typed nothing. Please type your user name!"])
    try guest.expectAnswer(to: "FACEBOOK", ["Please enter your password:"])
    try guest.expectAnswer(to: "", isHidden: true, ["Error! You have typed nothing. Please type your password!"])
    guest.send("wastingtime")
    try guest.expect(
      "Welcome to the Chatting room user \"facebook\"! Now you have successfully logged in!", "facebook>")
  }

  @Test func ofTwoWhoTypeAtOnceOneGetsIn() throws {
    let server = try SampleRoom().server
    let first = try server.guest()
    let second = try server.guest()
    try first.expectAnswer(to: "facebook", ["Please enter your password:"])
    try second.expectAnswer(to: "facebook", ["Please enter your password:"])
    first.send("wastingtime")
    try first.expect("Welcome")
    second.send("wastingtime")
    try second.expectEnd(
      ["\"facebook\" is online already. Please log out there, or give each program a user of its own!"], 1)
  }

  @Test func wrongPasswordsOfLogInAndDepartureCountTogether() throws {
    let guest = try SampleRoom(parameters: ["BLOCK_TIME": "50"]).server.visitor()
    try wrongPassword("facebook", guest, [Self.wrong(triesLeft: 2), "Please enter your username:"])
    try guest.expectAnswer(to: "de-register", ["Please enter your existing user name:"])
    try wrongPassword(
      "facebook", guest,
      [
        Self.wrong(triesLeft: 1),
        "You are still cancelling a registration; an empty line leads back to the log-in.",
        "Please enter your password:",
      ])
    try guest.expectAnswer(to: "", isHidden: true, ["Nothing has been cancelled.", Greeting.start])
    try wrongPassword(
      "facebook", guest,
      [
        "Wrong password for 3 times. You are blocked. Please try to log-in with this user after 50.0 seconds. Or you can "
          + "try another user in this machine."
      ])
    // Another name has all its tries.
    try wrongPassword("Columbia", guest, [Self.wrong(triesLeft: 2), "Please enter your username:"])
  }

  @Test func aNewConnectionStartsAtZero() throws {
    let server = try SampleRoom().server
    for _ in 0..<2 {
      let guest = try server.visitor()
      try wrongPassword("facebook", guest, [Self.wrong(triesLeft: 2), "Please enter your username:"])
      try wrongPassword("facebook", guest, [Self.wrong(triesLeft: 1), "Please enter your username:"])
      guest.send("quit")
      #expect(try guest.terminal.wait() == 0)
    }
  }

  @Test func aBlockSurvivesRestartsAndFollowsBlockTime() throws {
    let data = try TemporaryDirectory()
    try Samples.copy(into: data)
    let first = try ServerProcess(data: data)
    let guest = try first.visitor()
    try guest.failThreeTimes("facebook")
    first.process.signal(SIGKILL)
    try first.process.wait()

    let second = try ServerProcess(data: data, ownSession: true)
    let later = try second.guest()
    later.send("facebook")
    let (lines, code) = try later.rest()
    #expect(
      lines.first?.hasPrefix("After wrong passwords nobody can log in as \"facebook\" from here for the next ") == true)
    #expect(code == 77)
    try data.replace("para.txt", with: Samples.parameterFile(changing: ["BLOCK_TIME": "0.0"]))
    second.process.signal(SIGHUP)
    try second.process.expect("para.txt: BLOCK_TIME: 60.0 -> 0.0 seconds")
    try second.guest().expectAnswer(to: "facebook", ["Please enter your password:"])
  }

  private func wrongPassword(_ name: String, _ guest: Window, _ answer: [String]) throws {
    try guest.expectAnswer(to: name, ["Please enter your password:"])
    try guest.expectAnswer(to: "wrong", isHidden: true, answer)
  }

  private static func wrong(triesLeft: Int) -> String {
    "Wrong password! You have \(triesLeft) times to give another try for this user on this machine in this connection "
      + "session!"
  }
}
