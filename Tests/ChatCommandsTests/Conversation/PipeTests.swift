import ChatTestSupport
import Testing

/// A pipe is a person who types slowly.
@Suite(.waiting) struct PipeTests {
  @Test func theOneLinerPrintsTheSameWords() throws {
    let client = try SampleRoom().server.client()
    client.write("facebook\nwastingtime\nbroadcast hi\nlogout\n")
    client.closeInput()
    #expect(try client.wait() == 0)
    #expect(
      client.output == """
        Now you are trying to connect to the Chatting room! You should log in first. Type required information and hit \
        enter!
        Please enter your username: (or you can "quit" or "register" or "de-register" by those commands)
        >>\u{20}
        Please enter your password:
        >>\u{20}
        Welcome to the Chatting room user "facebook"! Now you have successfully logged in!
        facebook>\u{20}
        facebook(broadcast): hi
        facebook>\u{20}
        You have logged out! See you again!

        """)
    #expect(client.errors.isEmpty)
  }

  @Test func aLogInThatFailsEndsItBeforeItsCommandsAreTakenForNames() throws {
    let room = try SampleRoom()
    let client = try room.server.client()
    client.write("facebook\nwrong\nColumbia\nbroadcast a secret\nquit\n")
    client.closeInput()
    #expect(try client.wait() == 77)
    #expect(
      client.output.hasSuffix(
        "That is not the password of \"facebook\". It was tried once, and is not tried again.\n"))
    #expect(!client.output.contains("secret"))
  }

  @Test func whoTypesIsAskedAgainAlsoWhereOnlyTheOutputGoesElsewhere() throws {
    let room = try SampleRoom()
    let directory = try TemporaryDirectory()
    let terminal = try PseudoTerminal()
    try terminal.spawn(
      "/bin/sh",
      ["-c", "exec \"$0\" \"$@\" >\"$SEEN\"", Executable.path] + room.server.connectArguments,
      environment: room.server.clientEnvironment.map { "\($0.key)=\($0.value)" } + [
        "SEEN=\(directory.path(of: "seen"))", "HOME=/nonexistent", "PATH=/usr/bin:/bin",
      ])
    // Typed ahead; the terminal keeps it until it is asked for.
    terminal.type("facebook\nwrong\nfacebook\nwastingtime\nlogout\n")
    #expect(try terminal.wait() == 0)
    let seen = try directory.text(of: "seen")
    #expect(
      seen.contains("Wrong password! You have 2 times") && seen.hasSuffix("You have logged out! See you again!\n"))
  }

  @Test func anEndOfInputBeforeTheLogInIsNoSuccess() throws {
    let room = try SampleRoom()
    for input in ["", "facebook\n"] {
      let client = try room.server.client()
      client.write(input)
      client.closeInput()
      #expect(try client.wait() == 1)
      #expect(client.errors.hasPrefix("The input has ended before a log-in."))
    }
    let registering = try room.server.client()
    registering.write("register\nshuo\nlong enough\nlong enough\n")
    registering.closeInput()
    #expect(try registering.wait() == 0)
  }

  @Test func theEndOfInputFinishesAndLeaves() throws {
    let room = try SampleRoom()
    let witness = try room.member("Columbia")
    let client = try room.server.client()
    // The last line has no line feed.
    client.write("facebook\nwastingtime\nbroadcast the last words")
    client.closeInput()
    #expect(try client.wait() == 0)
    #expect(
      client.output.hasSuffix(
        "facebook(broadcast): the last words\nfacebook> \nYou are leaving the chatting room! See you again!\n"))
    try witness.expectLines(
      "System(broadcast): \"facebook\" has just logged in.", "facebook(broadcast): the last words",
      "System(broadcast): \"facebook\" has just logged out.")
  }

  @Test func theSampleSessionRunsFromAFile() throws {
    let room = try SampleRoom()
    let directory = try TemporaryDirectory()
    try directory.write(Samples.bytes(of: "test_file.txt"), to: "test_file.txt")
    let client = try room.server.client(directory: directory.path)
    client.write(try Samples.text(of: "session.txt"))
    client.closeInput()
    #expect(try client.wait() == 0)
    // What was sent, for those who compare: a notice, and so beside the data.
    #expect(client.errors.hasPrefix("SHA-256 of \"test_file.txt\": "))
    #expect(client.errors.split(separator: "\n").count == 1)
    #expect(!client.output.contains("Error!"))
    #expect(client.output.contains("file \"test_file.txt\" has been successfully received by the server.\n"))
    #expect(client.output.hasSuffix("facebook> \nYou have logged out! See you again!\n"))
  }

  @Test func nothingButWordsIsShownOfATransferThatTakesLong() throws {
    let room = try SampleRoom()
    let directory = try TemporaryDirectory()
    var generator = SeededGenerator()
    let bytes = (0..<24 * 1_024 * 128).flatMap { _ in
      withUnsafeBytes(of: generator.next()) { Array($0) }
    }
    try directory.write(bytes, to: "big.bin")
    let client = try room.server.client(directory: directory.path)
    client.write("facebook\nwastingtime\nfile Columbia big.bin\nwhoelse\n")
    client.closeInput()
    #expect(try client.wait() == 0)
    #expect(
      client.output.hasSuffix(
        """
        facebook>\u{20}
        Now begin transferring, please wait...
        Transferring process succeeds.
        file "big.bin" has been successfully received by the server.
        facebook>\u{20}
        There are no other users.
        facebook>\u{20}
        You are leaving the chatting room! See you again!

        """))
    #expect(!client.output.contains("\u{1B}") && !client.output.contains("\r"))
  }

  @Test func anOutputThatNobodyReadsEndsTheSession() throws {
    let room = try SampleRoom()
    let witness = try room.member("Columbia")
    let client = try room.member("facebook")
    try witness.expectLines("System(broadcast): \"facebook\" has just logged in.")
    client.closeOutput()
    client.send("whoelse")
    try witness.expectLines("System(broadcast): \"facebook\" has just logged out.")
    #expect(try client.wait() == 74)
  }
}
