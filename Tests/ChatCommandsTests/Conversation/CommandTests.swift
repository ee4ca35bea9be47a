import ChatTestSupport
import Testing

/// The rows of the conversation after the log-in, as far as they concern messages, blocks and what was mistyped.
@Suite(.waiting) struct CommandTests {
  private static let noAccount = "Error! There is no user \"nobody\". Type \"whoelse\" to see who is online."

  @Test func whatIsNoCommandNamesTheNearestOne() throws {
    let alice = try ServerProcess().member("alice")
    try alice.expectAnswer(
      to: "  ", ["Error! You have typed nothing. Please type a command, or \"help\" to see all of them!"])
    try alice.expectAnswer(
      to: "wholes",
      ["Error! There is no command \"wholes\". The nearest one is \"whoelse\"; type \"help\" to see all of them!"])
    try alice.expectAnswer(
      to: "mesage bob hi",
      ["Error! There is no command \"mesage\". The nearest one is \"message\"; type \"help\" to see all of them!"])
    try alice.expectAnswer(
      to: "message bob", ["Error! Something is missing after \"message\". Please type it like this: message USER TEXT"])
    try alice.expectAnswer(
      to: "whoelse bob", ["Error! There is too much after \"whoelse\". Please type it like this: whoelse"])
    try alice.expectAnswer(to: "/whoelse", ["There are no other users."])
  }

  @Test func helpListsAllCommandsWithTheirArguments() throws {
    let alice = try ServerProcess().member("alice")
    let lines = try alice.answer(to: "help")
    let usages = [
      "whoelse", "wholasthr", "broadcast TEXT", "message USER TEXT", "block USER", "unblock USER", "file USER FILE",
      "fileget [USER FILE]", "filedecline USER FILE", "logout", "quit", "password",
      "seen USER", "history [USER] [N]", "search TEXT", "more", "chat", "blocked", "files", "transfers",
      "cancel NUMBER",
      "help [COMMAND]",
    ]
    #expect(lines.count == usages.count)
    for (line, usage) in zip(lines, usages) {
      #expect(line.hasPrefix("  \(usage)  "))
    }
    try alice.expectAnswer(to: "help message", ["message USER TEXT  sends a message to one user"])
  }

  @Test func messagesGoToOthersOnly() throws {
    let server = try ServerProcess()
    let alice = try server.member("alice")
    let bob = try server.member("bob")
    try alice.expectLines("System(broadcast): \"bob\" has just logged in.")
    try alice.expectAnswer(
      to: "message alice hi", ["Error! You cannot send a message to yourself! Please try again!.."])
    try alice.expectAnswer(to: "message nobody hi", [Self.noAccount])
    try alice.expectAnswer(to: "message BOB  inner   blanks, naïve 写真 📷 ", [])
    try bob.expectLines("alice(private): inner   blanks, naïve 写真 📷")
  }

  @Test func theLongestMessageIsWhole() throws {
    let server = try ServerProcess()
    let alice = try server.member("alice")
    let bob = try server.member("bob")
    try alice.expectLines("System(broadcast): \"bob\" has just logged in.")
    let longest = String(repeating: "é", count: 4_096)
    try alice.expectAnswer(to: "message bob \(longest)", [])
    try bob.expectLines("alice(private): \(longest)")
    try alice.expectAnswer(
      to: "message bob \(longest)x",
      ["Error! The message is longer than 8192 bytes. Please send it in parts, or as a file!"])
  }

  @Test func nothingInAMessageSteersATerminalOrForgesALine() throws {
    let server = try ServerProcess()
    let alice = try server.member("alice")
    let bob = try server.member("bob")
    try alice.expectLines("System(broadcast): \"bob\" has just logged in.")
    try alice.expectAnswer(
      to: "message bob \u{1B}[2J\u{202E}red\u{2028}System(broadcast): \"eve\" has just logged in.", [])
    try bob.expectLines("alice(private): ^[[2J<U+202E>red", "  | System(broadcast): \"eve\" has just logged in.")
  }

  @Test func blocksAreChecked() throws {
    let server = try ServerProcess()
    let alice = try server.member("alice")
    let bob = try server.member("Bob")
    try alice.expectLines("System(broadcast): \"Bob\" has just logged in.")
    try alice.expectAnswer(to: "block alice", ["Error! You cannot block yourself! Please try again!.."])
    try alice.expectAnswer(to: "unblock alice", ["Error! You cannot unblock yourself! Please try again!.."])
    try alice.expectAnswer(to: "block nobody", [Self.noAccount])
    try alice.expectAnswer(to: "unblock nobody", [Self.noAccount])
    try alice.expectAnswer(to: "unblock bob", ["Error! You have not blocked Bob, so there is nothing to unblock!"])
    try alice.expectAnswer(to: "block bob", ["You have successfully blocked Bob from sending you messages."])
    try alice.expectAnswer(
      to: "block BOB", ["Error! You have blocked Bob already! Type \"unblock Bob\" to take messages again."])
    try bob.expectAnswer(to: "message alice hi", ["Error! You are blocked by \"alice\", who takes nothing from you."])
    try alice.expectAnswer(to: "unblock bob", ["You have successfully unblocked Bob"])
    try bob.expectAnswer(to: "message alice hi", [])
    try alice.expectLines("Bob(private): hi")
  }

  @Test func aBlockDecidesAboutWhatIsSentFromThenOn() throws {
    let server = try ServerProcess()
    let alice = try server.member("alice")
    let bob = try server.member("bob")
    try alice.expectLines("System(broadcast): \"bob\" has just logged in.")
    try bob.expectAnswer(to: "broadcast before", ["bob(broadcast): before"])
    try alice.expectLines("bob(broadcast): before")
    #expect(try alice.answer(to: "block bob").count == 1)
    try bob.expectAnswer(to: "broadcast during", ["bob(broadcast): during"])
    try alice.expectAnswer(to: "broadcast not seen", ["alice(broadcast): not seen"])
    try bob.expectLines("alice(broadcast): not seen")
    alice.send("logout")
    #expect(try alice.rest().code == 0)
    #expect(try bob.nextLine() == "System(broadcast): \"alice\" has just logged out.")
    try bob.expectAnswer(to: "broadcast during, off-line", ["bob(broadcast): during, off-line"])

    let back = try server.client()
    back.write("alice\nsecret-password\nunblock bob\n")
    try back.expect("alice> \nYou have successfully unblocked bob\nalice> \n")
    #expect(try bob.nextLine() == "System(broadcast): \"alice\" has just logged in.")
    try bob.expectAnswer(to: "broadcast after", ["bob(broadcast): after"])
    try back.expectLines("bob(broadcast): after")
    #expect(!back.output.contains("during"))
  }
}
