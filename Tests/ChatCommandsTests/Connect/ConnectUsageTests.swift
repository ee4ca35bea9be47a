import ChatClient
import ChatTestSupport
import Foundation
import Glibc
import Testing

@testable import ChatCommands

/// What stands on the command line, and what is written down.
@Suite(.waiting) struct ConnectUsageTests {
  @Test(arguments: [
    ["--to", "bob", "--broadcast"], ["--json", "--to", "bob"], ["--json", "--expect", "x"], ["--whole"],
    ["--wait-delivered", "--broadcast"], ["--from", "bob"], ["--timeout", "3s"], ["--timeout", "x", "--expect", "x"],
    ["--stay"], ["--no-history"], ["--retry-for", "-1"], ["--expect", "("], ["--to", "no name"], ["--user", "a b"],
  ])
  func whatExcludesItselfIsRefused(_ options: [String]) {
    #expect(throws: (any Error).self) { try Connect.parse(["localhost", "1234"] + options) }
  }

  @Test(arguments: [
    ["--to", "bob", "--to", "carol", "--whole", "--wait-delivered", "--timeout", "1m"],
    ["--broadcast", "--expect", "x", "--from", "bob"], ["--json", "--stay", "--no-history", "--reconnect"], [],
  ])
  func whatGoesTogetherIsTaken(_ options: [String]) {
    #expect(throws: Never.self) { try Connect.parse(["localhost", "1234"] + options) }
  }

  @Test func theCommandLineGoesBeforeWhatIsWrittenDown() throws {
    let key = "SHA256:" + String(repeating: "A", count: 43)
    let text = "host = chat\nport = 1\nuser = alice\nfingerprint = \(key)\n"
    #expect(try Self.settings([], text).host == "chat")
    #expect(try Self.settings([], text).port == 1)
    #expect(try Self.settings([], text).user == "alice")
    #expect(try Self.settings([], text).fingerprint?.description == key)
    #expect(try Self.settings(["--user", "bob"], text).user == "bob")
    #expect(try Self.settings(["CHAT", "1"], text).user == "alice")
    #expect(try Self.settings(["--plaintext"], text).fingerprint == nil)
    #expect(try Self.settings([], "host=a\nport=1\nplaintext=yes").isPlaintext)
    let look = "host=a\nport=1\ntimestamps=yes\ncolor=never\nbell=all"
    #expect(try Self.settings([], look).reading == ReadingOptions(color: .never, showsTimes: true, bell: .all))
    #expect(
      try Self.settings(["--no-timestamps", "--color", "always"], look).reading
        == ReadingOptions(color: .always, showsTimes: false, bell: .all))
    #expect(try !Self.settings(["--strict"], "host=a\nport=1\nplaintext=yes").isPlaintext)
  }

  @Test func whatIsWrittenDownForOneServerIsForNoOther() throws {
    let text = "host = chat\nport = 1\nuser = alice\nplaintext = yes\n"
    let other = try Self.settings(["elsewhere"], text)
    #expect(other.port == 1)
    #expect(other.user == nil)
    #expect(!other.isPlaintext)
    #expect(try !Self.settings(["chat", "2"], text).isPlaintext)
    #expect(try Self.settings(["elsewhere", "2"], "user = alice").user == "alice")
  }

  @Test func withoutAServerNobodyIsCalled() throws {
    #expect(throws: Failure.self) { try Self.settings([], "user = alice") }
    #expect(throws: Failure.self) { try Self.settings([], "port = 1234") }
    #expect(try Self.settings(["chat"], "").port == 1234)
    #expect(try Self.settings(["chat"], "port = 7").port == 7)
  }

  @Test(
    arguments: [
      ("chat", "chat", 1234, nil), ("chat:7", "chat", 7, nil), ("anna@chat", "chat", 1234, "anna"),
      ("anna@chat:7", "chat", 7, "anna"), ("::1", "::1", 1234, nil), ("[::1]", "::1", 1234, nil),
      ("[::1]:7", "::1", 7, nil), ("a@[fe80::1%lo]:7", "fe80::1%lo", 7, "a"),
      ("127.0.0.1:65535", "127.0.0.1", 65535, nil),
    ] as [(String, String, UInt16, String?)])
  func aServerIsNamedAsPeopleTypeIt(_ text: String, host: String, port: UInt16, user: String?) throws {
    let settings = try Self.settings([text], "")
    #expect(settings.host == host && settings.port == port && settings.user == user)
  }

  @Test(arguments: [
    ["@chat"], ["a b@chat"], ["anna@"], ["chat:"], ["chat:0"], ["chat:65536"], ["chat:x"], [":1234"], ["[]"], ["[]:1"],
    [""],
    ["a@b@c"], ["two words"], ["chat:7", "8"], ["anna@chat", "--user", "bob"],
  ])
  func whatIsNoServerIsExplained(_ arguments: [String]) {
    #expect(throws: Failure.self) { try Self.settings(arguments, "") }
  }

  @Test func theSameTwiceIsNoContradiction() throws {
    #expect(try Self.settings(["anna@chat:7", "7", "--user", "anna"], "").port == 7)
  }

  @Test func theSampleIsTaken() throws {
    let text = try String(
      contentsOf: URL(filePath: #filePath).appending(path: "../../../../samples/config").standardized,
      encoding: .utf8)
    #expect(try ClientConfiguration(text).host == "localhost")
    // What is commented out would be taken too.
    let all = text.split(separator: "\n").map { $0.hasPrefix("#") && !$0.hasPrefix("# ") ? $0.dropFirst() : $0 }
    let one = all.filter { !$0.hasPrefix("plaintext") }.joined(separator: "\n")
    #expect(try ClientConfiguration(one).user == "facebook")
    #expect(try ClientConfiguration(one).fingerprint != nil)
  }

  @Test func errorsNameTheirLineAndTheNextStep() throws {
    let home = try TemporaryDirectory()
    try home.write("host = localhost\npassword = secret\n", to: "chatctl/config")
    let process = try ChildProcess(Executable.path, ["connect"], environment: ["XDG_CONFIG_HOME": home.path])
    process.closeInput()
    #expect(try process.wait() == 65)
    #expect(process.errors.hasPrefix("chatctl: \(home.path)/chatctl/config:2: "))
    #expect(process.errors.contains("--password-file"))
    #expect(!process.errors.contains("secret"))
  }

  @Test func aPasswordThatOthersCanReadIsNotTaken() throws {
    let home = try TemporaryDirectory()
    try home.write("secret\n", to: "password")
    let path = home.path(of: "password")
    for (mode, code) in [(mode_t(0o644), Int32(77)), (0o640, 69), (0o600, 69)] {
      chmod(path, mode)
      let process = try ChildProcess(
        Executable.path,
        ["connect", "127.0.0.1", "1", "--user", "bot", "--password-file", path, "--broadcast", "--plaintext"])
      process.closeInput()
      #expect(try process.wait() == code)
    }
    // As an editor of another system leaves it.
    for text in ["secret", "secret\r\n", "\u{FEFF}secret\r\n"] {
      try home.write(text, to: "password")
      #expect(try PasswordFile.read(path) == "secret")
    }
    try home.write("two\nlines\n", to: "password")
    chmod(path, 0o600)
    #expect(throws: PasswordFile.Problem.malformed(path: path)) { try PasswordFile.read(path) }
  }

  @Test func aPersonIsAskedForThePasswordAlone() throws {
    let server = try ServerProcess()
    let guest = try server.client()
    guest.write("register\nalice\nsecret-password\nsecret-password\nquit\n")
    _ = try guest.wait()
    let alice = try server.client(["--user", "alice"])
    alice.write("secret-password\nwhoelse\n")
    alice.closeInput()
    #expect(
      try alice.rest().lines == [
        "Now you are trying to connect to the Chatting room! You should log in first. Type required information and hit "
          + "enter!", "Please enter your password:", ">> ",
        "Welcome to the Chatting room user \"alice\"! Now you have successfully logged in!", "alice> ",
        "There are no other users.", "alice> ", "You are leaving the chatting room! See you again!",
      ])
    let first = try server.client(["--user", "alice", "--password-file", "-", "--broadcast"])
    first.write("secret-password\nhello\n")
    first.closeInput()
    #expect(try first.wait() == 0)
    let wrong = try server.client(["--user", "alice", "--password-file", "-"])
    wrong.write("wrong\nsecret-password\n")
    wrong.closeInput()
    #expect(try wrong.wait() == 77)
  }

  private static func settings(_ arguments: [String], _ text: String) throws -> ConnectSettings {
    let options = try #require(try Connect.parse(arguments) as Connect?)
    return try ConnectSettings(options, try ClientConfiguration(text), path: "config")
  }
}
