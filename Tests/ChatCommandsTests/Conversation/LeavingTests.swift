import ChatTestSupport
import Glibc
import Testing

/// A client that goes, announced or not (the original's section e-8).
@Suite(.waiting) struct LeavingTests {
  private static let loggedIn = "System(broadcast): \"bob\" has just logged in."
  private static let loggedOut = "System(broadcast): \"bob\" has just logged out."
  private static let farewell = "You are leaving the chatting room! See you again!"

  /// A server that waits half a minute for who is lost, with alice and bob in it.
  private func room(options: [String] = []) throws -> (server: ServerProcess, alice: ChildProcess, bob: ChildProcess) {
    let server = try ServerProcess(options: options)
    let alice = try server.member("alice")
    let bob = try server.member("bob")
    try alice.expectLines(Self.loggedIn)
    return (server, alice, bob)
  }

  /// Bob comes back from another window.
  private func bobAgain(_ server: ServerProcess) throws -> ChildProcess {
    let bob = try server.client()
    bob.write("bob\nsecret-password\n")
    try bob.expect("Welcome to the Chatting room user \"bob\"! Now you have successfully logged in!\nbob> \n")
    return bob
  }

  @Test(arguments: [(SIGINT, [farewell]), (SIGTERM, [farewell]), (SIGQUIT, [farewell]), (SIGHUP, [])])
  func aSignalIsToldToTheOthersAtOnce(_ signal: Int32, words: [String]) throws {
    let (server, alice, bob) = try room()
    bob.signal(signal)
    // The server would wait for 30 seconds if this had not been announced.
    try alice.expect(Self.loggedOut + "\n", within: 15)
    let rest = try bob.rest()
    #expect(rest.lines == words)
    #expect(rest.code == 0)
    _ = try bobAgain(server)
    try alice.expectLines(Self.loggedIn)
  }

  @Test func theEndOfInputIsToldAtOnce() throws {
    let (server, alice, bob) = try room()
    bob.closeInput()
    try alice.expect(Self.loggedOut + "\n", within: 15)
    try bob.expectEnd([Self.farewell], 0)
    _ = try bobAgain(server)
  }

  @Test func beforeTheLogInNobodyIsTold() throws {
    let server = try ServerProcess(options: ["--resume-grace", "0"])
    let alice = try server.member("alice")
    for signal in [SIGINT, SIGHUP, SIGKILL] {
      let guest = try server.guest()
      _ = try guest.answer(to: "register")
      guest.signal(signal)
      try server.process.expect("a connection from 127.0.0.1 was closed before a log-in\n")
      let code: Int32 = signal == SIGKILL ? 128 + SIGKILL : 0
      try guest.expectEnd(signal == SIGINT ? [Self.farewell] : [], code)
    }
    try alice.expectAnswer(to: "whoelse", ["There are no other users."])
  }

  @Test func whoIsKilledCountsAsOnlineDuringTheGrace() throws {
    let (server, alice, bob) = try room()
    bob.signal(SIGKILL)
    try server.process.expect("the connection of \"bob\" from 127.0.0.1 is lost; waiting 30.0 seconds\n")
    try alice.expectAnswer(to: "whoelse", ["The other users are:", "bob"])
  }

  /// A short one may be over before anybody is asked within it.
  @Test func whoIsKilledIsGoneWhenTheGraceIsOver() throws {
    let (server, alice, bob) = try room(options: ["--resume-grace", "1"])
    bob.signal(SIGKILL)
    try server.process.expect("the connection of \"bob\" from 127.0.0.1 is lost; waiting 1.0 seconds\n")
    try alice.expectLines(Self.loggedOut)
    try alice.expectAnswer(to: "whoelse", ["There are no other users."])
    _ = try bobAgain(server)
    try alice.expectLines(Self.loggedIn)
  }

  @Test func whoIsKilledComesBackSilentlyAndMissesNothing() throws {
    let (server, alice, bob) = try room()
    try bob.expectAnswer(to: "message alice stored before the end", [])
    try alice.expectLines("bob(private): stored before the end")
    bob.signal(SIGKILL)
    try server.process.expect("the connection of \"bob\" from 127.0.0.1 is lost; waiting 30.0 seconds\n")
    #expect(try alice.answer(to: "message bob while you were away").count <= 1)
    let again = try bobAgain(server)
    try again.expectLines(
      "The off-line messages during you are not in:", "alice(private): while you were away",
      "Now you can input commands as above instructed:", "bob> ")
    try again.expectAnswer(to: "broadcast back", ["bob(broadcast): back"])
    try alice.expectLines("bob(broadcast): back")
    #expect(!alice.output.contains(Self.loggedOut))
  }

  @Test func aPulledCableIsNoticedByTheServer() throws {
    let (server, alice, bob) = try room(options: ["--resume-grace", "1", "--keep-alive", "1"])
    let before = server.process.processorSeconds
    bob.signal(SIGSTOP)
    try alice.expectLines(Self.loggedOut)
    #expect(server.process.processorSeconds - before < 1)
    let again = try bobAgain(server)
    try alice.expectLines(Self.loggedIn)
    try alice.expectAnswer(to: "message bob which one?", [])
    try again.expectLines("alice(private): which one?")

    // The cable is plugged in again: the first window learns that it was out.
    bob.signal(SIGCONT)
    let rest = try bob.rest()
    #expect(rest.code == 69)
    #expect(rest.lines.first?.hasPrefix("The connection to the server is lost") == true)
  }

  @Test func aQuietClientIsNotTakenForADeadOne() throws {
    let (server, alice, bob) = try room(options: ["--resume-grace", "0", "--keep-alive", "1"])
    // As long as the server takes to give up one that is stopped.
    let other = try server.member("carol")
    other.signal(SIGSTOP)
    for member in [alice, bob] {
      try member.expectLines(
        "System(broadcast): \"carol\" has just logged in.", "System(broadcast): \"carol\" has just logged out.")
    }
    try bob.expectAnswer(to: "message alice still here", [])
    try alice.expectLines("bob(private): still here")
  }
}
