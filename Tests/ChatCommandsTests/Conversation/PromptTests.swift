import ChatTestSupport
import Glibc
import Testing

/// The rows of the conversation between the first prompt and the welcome.
@Suite struct PromptTests {
  @Test func unknownNamesAndEmptyLinesAreToldSo() throws {
    let guest = try SampleRoom().server.guest()
    try guest.expectAnswer(to: "nobody", ["Username not existing. Please type again:"])
    try guest.expectAnswer(to: "", ["Error! You have typed nothing. Please type your user name!"])
    try guest.expectAnswer(to: "FACEBOOK", ["Please enter your password:"])
    try guest.expectAnswer(to: "", ["Error! You have typed nothing. Please type your password!"])
    guest.send("wastingtime")
    try guest.expectLines("Welcome to the Chatting room user \"facebook\"! Now you have successfully logged in!")
  }

  @Test func ofTwoWhoTypeAtOnceOneGetsIn() throws {
    let server = try SampleRoom().server
    let first = try server.guest()
    let second = try server.guest()
    try first.expectAnswer(to: "facebook", ["Please enter your password:"])
    try second.expectAnswer(to: "facebook", ["Please enter your password:"])
    first.send("wastingtime")
    try first.expect("Welcome")
    try second.expectAnswer(
      to: "wastingtime", ["The present user is being logged in. Please use another user to log-in:"])
    try second.expectAnswer(to: "Columbia", ["Please enter your password:"])
  }

  @Test func wrongPasswordsOfLogInAndDepartureCountTogether() throws {
    let guest = try SampleRoom(parameters: ["BLOCK_TIME": "50"]).server.guest()
    #expect(try wrongPassword("facebook", guest) == [Self.wrong(triesLeft: 2), "Please enter your username:"])
    try guest.expectAnswer(to: "de-register", ["Please enter your existing user name:"])
    #expect(try wrongPassword("facebook", guest) == [Self.wrong(triesLeft: 1), Greeting.start])
    #expect(
      try wrongPassword("facebook", guest) == [
        "Wrong password for 3 times. You are blocked. Please try to log-in with this user after 50.0 seconds. Or you can "
          + "try another user in this machine."
      ])
    // Another name has all its tries.
    #expect(try wrongPassword("Columbia", guest) == [Self.wrong(triesLeft: 2), "Please enter your username:"])
  }

  @Test func aNewConnectionStartsAtZero() throws {
    let server = try SampleRoom().server
    for _ in 0..<2 {
      let guest = try server.guest()
      #expect(try wrongPassword("facebook", guest).first == Self.wrong(triesLeft: 2))
      #expect(try wrongPassword("facebook", guest).first == Self.wrong(triesLeft: 1))
      try guest.expectAnswer(to: "quit", ["You are leaving the chatting room! See you again!"])
    }
  }

  @Test func aBlockSurvivesRestartsAndFollowsBlockTime() throws {
    let data = try TemporaryDirectory()
    try Samples.copy(into: data)
    let first = try ServerProcess(data: data)
    let guest = try first.guest()
    for _ in 0..<3 {
      _ = try wrongPassword("facebook", guest)
    }
    first.process.signal(SIGKILL)
    try first.process.wait()

    let second = try ServerProcess(data: data, ownSession: true)
    let later = try second.guest()
    let answer = try later.answer(to: "facebook")
    #expect(answer.count == 2 && answer.last == "You can try another user:")
    #expect(
      Replay.matches(
        answer.first ?? "",
        "You are blocked! Please wait, you have {number} seconds left to log in using this name again!"))
    try data.replace("para.txt", with: Samples.parameterFile(changing: ["BLOCK_TIME": "0.0"]))
    second.process.signal(SIGHUP)
    try second.process.expect("para.txt: BLOCK_TIME: 60.0 -> 0.0 seconds")
    try later.expectAnswer(to: "facebook", ["Please enter your password:"])
  }

  private func wrongPassword(_ name: String, _ guest: ChildProcess) throws -> [String] {
    try guest.expectAnswer(to: name, ["Please enter your password:"])
    return try guest.answer(to: "wrong")
  }

  private static func wrong(triesLeft: Int) -> String {
    "Wrong password! You have \(triesLeft) times to give another try for this user on this machine in this connection "
      + "session!"
  }
}
