import ChatTestSupport
import Glibc
import Testing

/// Whether the server is the one that is meant, with real servers and a real `known_hosts`.
@Suite(.waiting) struct ConnectTrustTests {
  @Test func theFirstConnectionJustWorksAndTheNextIsSilent() throws {
    let stand = try TrustStand()
    let fingerprint = try stand.fingerprint
    let first = try stand.visit()
    #expect(first.code == 0)
    #expect(first.errors.hasPrefix("chatctl: the key of 127.0.0.1:\(stand.server.port) is \(fingerprint)"))
    #expect(first.errors.contains("\(stand.home.path)/chatctl/known_hosts"))
    #expect(first.errors.split(separator: "\n").count == 1)
    #expect(
      try stand.known().map { $0.split(separator: " ").dropLast().joined(separator: " ") } == [
        "127.0.0.1:\(stand.server.port) first-use \(fingerprint)"
      ])
    let second = try stand.visit()
    #expect(second.code == 0)
    #expect(second.errors.isEmpty)
    #expect(try stand.visit("--strict").errors.isEmpty)
  }

  @Test func aChangedKeyOnThisMachineIsTold() throws {
    let stand = try TrustStand()
    try stand.remember("first-use")
    let visit = try stand.visit()
    #expect(visit.code == 0)
    #expect(visit.errors.contains("has changed from \(TrustStand.otherKey) to \(try stand.fingerprint)"))
    #expect(try stand.visit().errors.isEmpty)
  }

  @Test func elsewhereItIsRefusedAndTheWayOutWorks() throws {
    let stand = try TrustStand()
    let fingerprint = try stand.fingerprint
    try stand.remember("first-use", host: TrustStand.elsewhere)
    let before = try stand.known()
    let refused = try stand.visit(host: TrustStand.elsewhere)
    #expect(refused.code == 77)
    #expect(refused.errors.contains(TrustStand.otherKey))
    #expect(refused.errors.contains("Nothing was sent."))
    #expect(try stand.known() == before)
    let command = "chatctl connect \(TrustStand.elsewhere) \(stand.server.port) --fingerprint \(fingerprint)\n"
    #expect(refused.errors.hasSuffix(command))

    #expect(try stand.visit("--fingerprint", fingerprint, host: TrustStand.elsewhere).code == 0)
    #expect(try stand.known().count == 1)
    #expect(try stand.known().first?.contains(" pinned \(fingerprint) ") == true)
    let after = try stand.visit(host: TrustStand.elsewhere)
    #expect(after.code == 0)
    #expect(after.errors.isEmpty)
  }

  @Test(arguments: ["pinned", "verified"])
  func whatWasPinnedOrVouchedForFallsBackToNothing(kind: String) throws {
    let stand = try TrustStand()
    try stand.remember(kind)
    let visit = try stand.visit()
    #expect(visit.code == 77)
    #expect(visit.errors.contains(TrustStand.otherKey))
    #expect(visit.errors.contains(try stand.fingerprint))
  }

  @Test func aWrongFingerprintIsRefused() throws {
    let stand = try TrustStand()
    let visit = try stand.visit("--fingerprint", TrustStand.otherKey)
    #expect(visit.code == 77)
    #expect(visit.errors.contains(TrustStand.otherKey))
    #expect(visit.errors.contains(try stand.fingerprint))
    #expect(try stand.known().isEmpty)
    // Nobody got as far as to be a connection of the room.
    #expect(!stand.server.process.hasSaid("a connection from"))
  }

  @Test(arguments: ["SHA256:", "abc", "SHA256:zz"])
  func whatIsNoFingerprintIsAUsageError(text: String) throws {
    let stand = try TrustStand()
    #expect(try stand.visit("--fingerprint", text).code == 64)
    #expect(try stand.visit("--plaintext", "--strict").code == 64)
  }

  @Test func strictRefusesWhereNobodyCanBeAsked() throws {
    let stand = try TrustStand()
    let visit = try stand.visit("--strict")
    #expect(visit.code == 77)
    #expect(visit.errors.contains("--fingerprint \(try stand.fingerprint)\n"))
    #expect(try stand.known().isEmpty)
  }

  @Test func strictAsksOnATerminal() throws {
    let stand = try TrustStand()
    let fingerprint = try stand.fingerprint
    let question = "key is \(fingerprint). Is that what \"chatctl serve\" printed there? Enter \"yes\" or \"no\":"
    var window = try stand.window("--strict")
    try window.read(question)
    window.type("no\r")
    #expect(try window.wait() == 77)
    #expect(try stand.known().isEmpty)

    window = try stand.window("--strict")
    try window.read(question)
    window.type("\u{3}")
    #expect(try window.wait() == 77)

    window = try stand.window("--strict")
    try window.read(question)
    window.type("what?\r")
    try window.read("Please enter \"yes\" or \"no\":")
    window.type("yes\r")
    try window.read("Please enter your username:")
    window.type("quit\r")
    #expect(try window.wait() == 0)
    #expect(try stand.known().count == 1)

    window = try stand.window("--strict")
    try window.read("Please enter your username:")
    #expect(!window.text.contains("SHA256:"))
    window.type("quit\r")
    #expect(try window.wait() == 0)
  }

  /// A server waits 10 seconds; who thinks for longer is connected again.
  @Test func theQuestionMayBeThoughtAbout() throws {
    let stand = try TrustStand()
    let window = try stand.window("--strict")
    try window.read("Enter \"yes\" or \"no\":")
    try stand.server.process.awaitText("it did not say hello in time")
    window.type("yes\r")
    try window.read("Please enter your username:")
    window.type("quit\r")
    #expect(try window.wait() == 0)
  }

  @Test func oneSideInClearIsToldTheOption() throws {
    let encrypted = try TrustStand()
    let plain = try encrypted.connect("--plaintext")
    plain.write("quit\n")
    #expect(try [1, 69].contains(plain.wait()))
    #expect((plain.output + plain.errors).contains("--plaintext"))

    let server = try ServerProcess(options: ["--plaintext"])
    let client = try ChildProcess(
      Executable.path, ["connect", "127.0.0.1", String(server.port)],
      environment: ["XDG_CONFIG_HOME": encrypted.home.path])
    client.write("quit\n")
    #expect(try client.wait() == 69)
    #expect(client.errors.contains("say --plaintext here too"))
    #expect(client.output.isEmpty)
  }

  @Test func aPortThatSaysNothingIsGivenUp() throws {
    let home = try TemporaryDirectory()
    let socket = try IdlePort()
    let client = try ChildProcess(
      Executable.path, ["connect", "127.0.0.1", "\(try socket.listen())"], environment: ["XDG_CONFIG_HOME": home.path])
    #expect(try client.wait() == 69)
    #expect(client.errors.contains("no answer in time"))
  }

  @Test func whatAnAuthorityVouchesForIsSilent() throws {
    let authority = try TestAuthority()
    let stand = try TrustStand(options: ["--cert", authority.certificate, "--key", authority.key])
    let trusting = ["SSL_CERT_FILE": authority.root]
    for options in [[], ["--strict"]] {
      let visit = try stand.visit(options.first ?? "--strict", environment: trusting)
      #expect(visit.code == 0)
      #expect(visit.errors.isEmpty)
    }
    #expect(try stand.known().count == 1)
    #expect(try stand.known().first?.contains(" verified \(try stand.fingerprint) ") == true)
    // The same key without the authority goes on, with a notice; under another name nobody vouches for it.
    let later = try stand.visit()
    #expect(later.code == 0)
    #expect(later.errors.contains("no certificate authority vouches for"))
    #expect(try stand.visit("--strict", host: TrustStand.elsewhere, environment: trusting).code == 77)
    // A known key is replaced by one that is vouched for, but a pinned one is not.
    try stand.remember("first-use", host: "localhost")
    #expect(try stand.visit(host: "localhost", environment: trusting).errors.isEmpty)
    try stand.remember("pinned", host: "localhost")
    #expect(try stand.visit(host: "localhost", environment: trusting).code == 77)
  }

  @Test func theOriginalsConversationIsTheSameInTLS() throws {
    let stand = try TrustStand()
    let alice = try stand.connect()
    alice.write("register\nalice\nlong enough\nlong enough\nalice\nlong enough\n")
    try alice.expect("Welcome to the Chatting room user \"alice\"!")
    let bob = try stand.connect("--fingerprint", try stand.fingerprint)
    bob.write("register\nbob\nlong enough\nlong enough\nbob\nlong enough\n")
    try alice.expect("System(broadcast): \"bob\" has just logged in.")
    bob.send("message alice over TLS")
    try alice.expect("bob(private): over TLS")
    bob.send("logout")
    #expect(try bob.wait() == 0)
  }
}
