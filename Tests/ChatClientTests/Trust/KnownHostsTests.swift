import ChatNet
import ChatTestSupport
import Testing

@testable import ChatClient

@Suite struct KnownHostsTests {
  private let other = HostAddress(host: "::1", port: 9)

  @Test func whatIsNotedIsFound() throws {
    var hosts = KnownHosts("")
    #expect(hosts.finding(of: Keys.address) == .unknown)
    let host = KnownHost(
      address: Keys.address, kind: .pinned, fingerprint: try Keys.fingerprint(1), date: "2026-11-22")
    hosts.note(host)
    hosts.note(KnownHost(address: other, kind: .firstUse, fingerprint: try Keys.fingerprint(2), date: "2026-11-23"))
    #expect(
      hosts.text == """
        chat.example.org:1234 pinned SHA256:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE 2026-11-22
        [::1]:9 first-use SHA256:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI 2026-11-23

        """)
    #expect(KnownHosts(hosts.text).finding(of: Keys.address) == .known(host))
    #expect(hosts.finding(of: HostAddress(host: "chat.example.org", port: 1235)) == .unknown)
  }

  /// A server that is known must not become unknown because an editor of another system has written the file.
  @Test func aFileOfAnotherSystemIsRead() throws {
    let directory = try TemporaryDirectory()
    let host = KnownHost(
      address: Keys.address, kind: .pinned, fingerprint: try Keys.fingerprint(1), date: "2026-11-22")
    var hosts = KnownHosts("")
    hosts.note(host)
    try directory.write("\u{FEFF}" + hosts.text.split(separator: "\n").joined(separator: "\r\n") + "\r\n", to: "hosts")
    let file = KnownHostsFile(path: directory.path(of: "hosts"))
    #expect(try file.read().finding(of: Keys.address) == .known(host))
  }

  @Test func whatIsNotOursStays() throws {
    let before = """
      # my servers

      elsewhere:1 from-the-future SHA256:x
      what is this
      \tCHAT.example.org:1234   first-use \(try Keys.fingerprint(1))
      chat.example.org:1234 pinned \(try Keys.fingerprint(3)) 2014-03-04
      """
    var hosts = KnownHosts(before)
    let found = KnownHost(address: Keys.address, kind: .firstUse, fingerprint: try Keys.fingerprint(1), date: "")
    guard case .known(let known) = hosts.finding(of: Keys.address) else {
      Issue.record("not found")
      return
    }
    #expect(known.kind == found.kind)
    #expect(known.fingerprint == found.fingerprint)
    hosts.note(
      KnownHost(address: Keys.address, kind: .pinned, fingerprint: try Keys.fingerprint(2), date: "2026-11-22"))
    #expect(
      hosts.text == """
        # my servers

        elsewhere:1 from-the-future SHA256:x
        what is this
        chat.example.org:1234 pinned \(try Keys.fingerprint(2)) 2026-11-22

        """)
  }

  @Test func linesMayEndAsOtherSystemsHaveIt() throws {
    let hosts = KnownHosts("# one\r\nchat.example.org:1234 pinned \(try Keys.fingerprint(1)) 2014-03-04\r\n")
    #expect(hosts.finding(of: Keys.address) == (try Keys.known(.pinned, 1)))
  }

  @Test(arguments: [
    "chat.example.org:1234", "chat.example.org:1234 first-use", "chat.example.org:1234 first-use SHA256:abc",
    "chat.example.org:1234 newer-kind SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
  ])
  func aLineThatCannotBeReadIsNoReasonToTrustAnew(line: String) {
    #expect(KnownHosts("# one\n" + line + "\n").finding(of: Keys.address) == .unreadable(line: 2))
    #expect(KnownHosts("#" + line).finding(of: Keys.address) == .unknown)
    #expect(KnownHosts("x" + line).finding(of: Keys.address) == .unknown)
  }

  @Test func anyTextIsReadWithoutHarm() throws {
    var random = SeededGenerator()
    let pieces = ["chat.example.org:1234", " ", "\t", "first-use", "SHA256:", "\n", "#", "\r", "é", "\u{0}"]
    for _ in 0..<500 {
      let text = (0..<20).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      var hosts = KnownHosts(text)
      let host = KnownHost(address: Keys.address, kind: .verified, fingerprint: try Keys.fingerprint(4), date: "d")
      hosts.note(host)
      #expect(KnownHosts(hosts.text).finding(of: Keys.address) == .known(host), "\(text.debugDescription)")
    }
  }
}
