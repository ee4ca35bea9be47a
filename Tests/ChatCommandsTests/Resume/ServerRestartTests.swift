import ChatTestSupport
import Glibc
import Testing

/// A server that dies, or goes to be back in a moment, under people at terminals: they come back by themselves.
@Suite(.waiting, .serialized) struct ServerRestartTests {
  /// Two people at terminals, who reach the room at the same port whichever server runs.
  private final class Stand {
    let data: TemporaryDirectory
    var server: ServerProcess
    let proxy: CuttingProxy
    let alice: Window
    let bob: Window
    private let home: TemporaryDirectory

    init(options: [String] = []) throws {
      data = try TemporaryDirectory()
      server = try ServerProcess(data: data)
      proxy = try CuttingProxy(to: server.port)
      home = try TemporaryDirectory()
      for name in ["alice", "bob", "dora"] {
        let registering = try server.member(name)
        registering.send("logout")
        try registering.wait()
      }
      let arguments =
        ["connect", "127.0.0.1", String(proxy.port)] + (server.fingerprint.map { ["--fingerprint", $0] } ?? [])
        + options
      let environment = ["XDG_CONFIG_HOME=\(home.path)"]
      alice = try Window(arguments, with: nil, environment: environment)
      bob = try Window(arguments, with: nil, environment: environment)
      for (window, name) in [(alice, "alice"), (bob, "bob")] {
        try window.expect(">>")
        window.send(name)
        try window.expect("Please enter your password:", ">>")
        window.send("secret-password")
        try window.terminal.read("Welcome to the Chatting room")
      }
      try alice.expect("System(broadcast): \"bob\" has just logged in.", "alice>")
      // Commits come in order: once this one is there, so are the tokens.
      for window in [alice, bob] {
        window.send("message dora hi")
        try window.terminal.read("The user \"dora\" is unfortunately not online.")
      }
    }

    func start() throws {
      server = try ServerProcess(data: data)
      proxy.redirect(to: server.port)
    }
  }

  private static let lost =
    "The connection to the server is lost. This program tries to come back, and keeps what you type meanwhile."
  private static let away = "[not connected, trying again]"
  private static let back = "The connection to the server is back."

  @Test func afterAKillBothComeBackAndNothingIsLostOrDoubled() throws {
    let stand = try Stand()
    stand.alice.send("message bob before")
    try stand.bob.expect("alice(private): before", "bob>")
    try stand.server.process.crash()
    try stand.alice.expect(Self.lost, Self.away, "alice>")
    try stand.bob.expect(Self.lost, Self.away, "bob>")
    stand.alice.send("message bob meanwhile")
    stand.bob.send("broadcast me too")
    try stand.bob.terminal.read("Not connected: this will be sent")
    // What is half-typed stays.
    stand.alice.terminal.type("message bob half")
    try stand.alice.expect(Self.away, "alice> message bob half")
    try stand.start()
    try stand.bob.terminal.read("alice(private): meanwhile")
    try stand.alice.terminal.read("bob(broadcast): me too")
    stand.alice.terminal.type(" and half\r")
    try stand.bob.terminal.read("alice(private): half and half")
    stand.bob.send("whoelse")
    try stand.bob.expect("The other users are:", "alice", "bob>")
    for window in [stand.alice, stand.bob] {
      #expect(window.lines.count { $0.hasSuffix(": meanwhile") || $0.hasSuffix(": me too") } >= 1)
      #expect(window.lines.filter { $0 == Self.back }.count == 1)
      #expect(!window.lines.contains { $0.contains("has just logged out") })
    }
    #expect(stand.bob.lines.count { $0 == "alice(private): meanwhile" } == 1)
    #expect(stand.alice.lines.count { $0 == "System(broadcast): \"bob\" has just logged in." } == 1)
    stand.alice.send("quit")
    #expect(try stand.alice.terminal.wait() == 0)
    try stand.bob.terminal.read("\"alice\" has just logged out.")
  }

  @Test func aRestartIsComeBackFrom() throws {
    let stand = try Stand()
    #expect(try stand.server.admin("stop", "--restart").code == 0)
    try stand.alice.terminal.read("It will be back in a moment, and so will you.")
    // The unit starts it anew after this code alone.
    #expect(try stand.server.process.wait() == EX_TEMPFAIL)
    try stand.start()
    for window in [stand.alice, stand.bob] {
      try window.terminal.read(Self.back)
      #expect(!window.terminal.text.contains("has just logged out"))
    }
    stand.alice.send("message bob again")
    try stand.bob.terminal.read("alice(private): again")
  }

  @Test func whoIsPutOutMeanwhileIsAskedForThePassword() throws {
    let stand = try Stand()
    try stand.server.process.crash()
    try stand.alice.expect(Self.lost, Self.away, "alice>")
    stand.alice.terminal.type("message bob half")
    try stand.alice.expect(Self.away, "alice> message bob half")
    // On the same store, behind the client's back.
    let second = try ServerProcess(data: stand.data)
    #expect(try second.admin("kick", "alice").code == 0)
    stand.server = second
    stand.proxy.redirect(to: second.port)
    try stand.alice.expect("Please enter your password:", Self.away, ">>")
    stand.alice.send("secret-password")
    try stand.alice.expect(Self.back, "alice> message bob half")
    stand.alice.terminal.type(" done\r")
    try stand.bob.terminal.read("alice(private): half done")
  }

  @Test func itIsGivenUpInTheEnd() throws {
    let stand = try Stand(options: ["--retry-for", "1.5"])
    try stand.server.process.crash()
    try stand.alice.terminal.read("The server could not be reached again within 1.5 seconds.")
    #expect(try stand.alice.terminal.wait() == 69)
  }

  @Test func ctrlCEndsItAtOnce() throws {
    let stand = try Stand()
    try stand.server.process.crash()
    try stand.alice.expect(Self.lost, Self.away, "alice>")
    stand.alice.terminal.type("\u{3}")
    #expect(try stand.alice.terminal.wait() == 0)
    try stand.bob.expect(Self.lost, Self.away, "bob>")
    stand.bob.send("quit")
    #expect(try stand.bob.terminal.wait() == 0)
  }

  @Test func withoutRetryingALossIsTheEnd() throws {
    let stand = try Stand(options: ["--retry-for", "0"])
    try stand.server.process.crash()
    try stand.alice.terminal.read("The connection to the server is lost. Please check that the server runs")
    #expect(try stand.alice.terminal.wait() == 69)
  }
}
