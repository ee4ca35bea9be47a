import ChatNet
import ChatTestSupport
import Dispatch
import Glibc
import Testing

@testable import ChatClient

/// The rule with a real file.
@Suite struct GatekeeperTests {
  private let home: TemporaryDirectory
  private let file: KnownHostsFile

  init() throws {
    home = try TemporaryDirectory()
    file = KnownHostsFile(path: home.path + "/new/directory/known_hosts")
  }

  private func gatekeeper(
    host: String = "chat.example.org", isStrict: Bool = false, isInteractive: Bool = false,
    fingerprint: KeyFingerprint? = nil
  ) -> Gatekeeper {
    let options = TrustOptions(fingerprint: fingerprint, isStrict: isStrict, knownHosts: file)
    return Gatekeeper(host: host, port: 1234, options: options, isInteractive: isInteractive)
  }

  @Test func firstUseThenSilenceThenRefusal() throws {
    var gatekeeper = gatekeeper()
    guard case .trusted(let notices) = gatekeeper.judge(try Keys.identity(1)) else {
      Issue.record("not trusted")
      return
    }
    #expect(notices.count == 1)
    #expect(gatekeeper.judge(try Keys.identity(1)) == .trusted(notices: []))
    guard case .refused = gatekeeper.judge(try Keys.identity(2)) else {
      Issue.record("a changed key was taken")
      return
    }
    // Nor does a refusal change anything.
    #expect(gatekeeper.judge(try Keys.identity(1)) == .trusted(notices: []))
    var status = stat()
    #expect(stat(file.path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(stat(home.path + "/new", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o700)
  }

  @Test func aKeyThatCouldNotBeRememberedMayNotChangeWithinARun() throws {
    for isStrict in [false, true] {
      var gatekeeper = gatekeeper(isStrict: isStrict, isInteractive: true)
      _ = gatekeeper.judge(try Keys.identity(1))
      _ = gatekeeper.confirmed()
      unlink(file.path)
      guard case .refused(let reason) = gatekeeper.judge(try Keys.identity(2)) else {
        Issue.record("another key was taken when the connection came back")
        return
      }
      #expect(reason.contains("has changed from"))
      #expect(gatekeeper.judge(try Keys.identity(1)) == .trusted(notices: []))
    }
  }

  @Test func aQuestionIsRememberedOnlyWithAYes() throws {
    var gatekeeper = gatekeeper(isStrict: true, isInteractive: true)
    for _ in 0..<2 {
      guard case .ask = gatekeeper.judge(try Keys.identity(1)) else {
        Issue.record("not asked")
        return
      }
    }
    #expect(gatekeeper.confirmed() == nil)
    #expect(gatekeeper.judge(try Keys.identity(1)) == .trusted(notices: []))
  }

  @Test func aFileThatCannotBeWrittenIsToldAndNoReasonToFail() throws {
    try home.write("in the way", to: "new")
    var gatekeeper = gatekeeper()
    guard case .trusted(let notices) = gatekeeper.judge(try Keys.identity(1)) else {
      Issue.record("not trusted")
      return
    }
    #expect(notices.last?.contains("could not be remembered") == true)
  }

  @Test func aFileThatCannotBeReadRefuses() throws {
    try home.write("", to: "new/directory/x")
    // A link to itself is what even root can't read.
    #expect(symlink(file.path, file.path) == 0)
    var gatekeeper = gatekeeper()
    guard case .refused = gatekeeper.judge(try Keys.identity(1)) else {
      Issue.record("trusted without a look at what is known")
      return
    }
  }

  @Test func manyAtOnceLoseNothing() throws {
    let identity = try Keys.identity(1)
    let fingerprint = try Keys.fingerprint(1)
    let file = file
    DispatchQueue.concurrentPerform(iterations: 200) { number in
      let options = TrustOptions(fingerprint: number % 2 == 0 ? fingerprint : nil, knownHosts: file)
      var gatekeeper = Gatekeeper(host: "host-\(number)", port: 1, options: options, isInteractive: false)
      _ = gatekeeper.judge(identity)
    }
    let lines = try home.text(of: "new/directory/known_hosts").split(separator: "\n")
    #expect(lines.count == 200)
    #expect(Set(lines.compactMap { $0.split(separator: " ").first }).count == 200)
    #expect(lines.count { $0.contains(" pinned ") } == 100)
    #expect(try home.names(in: "new/directory") == ["known_hosts", "known_hosts.lock"])
  }

  @Test func aLinkStaysALink() throws {
    try home.write("# kept\n", to: "real")
    try home.write("", to: "new/directory/x")
    #expect(symlink(home.path + "/real", file.path) == 0)
    var gatekeeper = gatekeeper()
    _ = gatekeeper.judge(try Keys.identity(1))
    #expect(try home.text(of: "real").hasPrefix("# kept\nchat.example.org:1234 first-use SHA256:"))
  }

  @Test func theDayIsADay() {
    let today = Gatekeeper.today()
    #expect(today.count == 10)
    #expect(today.split(separator: "-").map(\.count) == [4, 2, 2])
  }
}
