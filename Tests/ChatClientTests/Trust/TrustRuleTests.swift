import ChatNet
import Testing

@testable import ChatClient

/// Every row of the rule: what is known, what is shown, what is asked for.
@Suite struct TrustRuleTests {
  private static let today = "2026-11-22"

  private func rule(
    host: String = "chat.example.org", fingerprint: KeyFingerprint? = nil, isStrict: Bool = false,
    isInteractive: Bool = false
  ) -> TrustRule {
    let options = TrustOptions(
      fingerprint: fingerprint, isStrict: isStrict, knownHosts: KnownHostsFile(path: "/home/me/known_hosts"))
    return TrustRule(host: host, port: 1234, options: options, isInteractive: isInteractive)
  }

  private func note(_ kind: KnownHost.Kind, _ byte: UInt8, at address: HostAddress = Keys.address) throws -> KnownHost {
    KnownHost(address: address, kind: kind, fingerprint: try Keys.fingerprint(byte), date: Self.today)
  }

  @Test func aNewKeyIsRememberedWithANotice() throws {
    guard
      case .accept(let note, let notice?) = rule().decide(try Keys.identity(1), known: .unknown, date: Self.today)
    else {
      Issue.record("not accepted with a notice")
      return
    }
    #expect(note == (try self.note(.firstUse, 1)))
    #expect(notice.contains("chat.example.org:1234 is \(try Keys.fingerprint(1))"))
    #expect(notice.contains("/home/me/known_hosts"))
    #expect(notice.contains("No certificate authority vouches for it (self-signed certificate)."))
  }

  @Test func whyNoAuthorityVouchesIsToldAtTheFirstContact() throws {
    let expired = PeerIdentity(
      fingerprint: try Keys.fingerprint(1), chain: .unverified(code: 10, reason: "certificate has expired"),
      matchesName: true, expires: 0, protocolVersion: "TLSv1.3", cipher: "TLS_AES_256_GCM_SHA384")
    for (isStrict, isInteractive) in [(false, false), (true, false), (true, true)] {
      let rule = rule(isStrict: isStrict, isInteractive: isInteractive)
      switch rule.decide(expired, known: .unknown, date: Self.today) {
      case .accept(_, let text?), .ask(let text, _), .refuse(let text):
        #expect(text.contains("certificate authority vouches for") && text.contains("(certificate has expired)"))
      case .accept(_, nil):
        Issue.record("nothing is said")
      }
    }
  }

  @Test func aKnownKeyIsAcceptedInSilence() throws {
    for isStrict in [false, true] {
      for kind in [KnownHost.Kind.firstUse, .pinned] {
        let decision = rule(isStrict: isStrict).decide(
          try Keys.identity(1), known: try Keys.known(kind, 1), date: Self.today)
        #expect(decision == .accept())
      }
    }
  }

  @Test(arguments: [KnownHost.Kind.firstUse, .pinned, .verified])
  func aChangedKeyIsRefusedWithBothFingerprintsAndTheWayOut(kind: KnownHost.Kind) throws {
    let decision = rule().decide(try Keys.identity(2), known: try Keys.known(kind, 1), date: Self.today)
    guard case .refuse(let reason) = decision else {
      Issue.record("\(decision)")
      return
    }
    #expect(reason.contains(try Keys.fingerprint(1).description))
    #expect(reason.contains("chatctl connect chat.example.org 1234 --fingerprint \(try Keys.fingerprint(2))"))
  }

  @Test(arguments: ["localhost", "127.0.0.1", "::1"])
  func onThisMachineItIsReplacedWithANotice(host: String) throws {
    let address = HostAddress(host: host, port: 1234)
    let decision = rule(host: host).decide(
      try Keys.identity(2), known: try Keys.known(.firstUse, 1), date: Self.today)
    guard case .accept(let note, let notice?) = decision else {
      Issue.record("\(decision)")
      return
    }
    #expect(note == (try self.note(.firstUse, 2, at: address)))
    #expect(notice.contains("has changed from \(try Keys.fingerprint(1)) to \(try Keys.fingerprint(2))"))
    // But not what was pinned or vouched for, nor where the person wants to be asked.
    for kind in [KnownHost.Kind.pinned, .verified] {
      let decision = rule(host: host).decide(try Keys.identity(2), known: try Keys.known(kind, 1), date: Self.today)
      #expect(isRefusal(decision))
    }
    #expect(
      isRefusal(
        rule(host: host, isStrict: true).decide(
          try Keys.identity(2), known: try Keys.known(.firstUse, 1), date: Self.today)))
  }

  @Test func strictAsksOnATerminalAndRefusesElsewhere() throws {
    let asked = rule(isStrict: true, isInteractive: true).decide(
      try Keys.identity(1), known: .unknown, date: Self.today)
    guard case .ask(let question, let note) = asked else {
      Issue.record("\(asked)")
      return
    }
    #expect(question.contains(try Keys.fingerprint(1).description))
    #expect(note == (try self.note(.firstUse, 1)))
    let refused = rule(isStrict: true).decide(try Keys.identity(1), known: .unknown, date: Self.today)
    guard case .refuse(let reason) = refused else {
      Issue.record("\(refused)")
      return
    }
    #expect(reason.contains("--fingerprint \(try Keys.fingerprint(1))"))
  }

  @Test func aGivenFingerprintPins() throws {
    let rule = rule(fingerprint: try Keys.fingerprint(1))
    let identity = try Keys.identity(1)
    #expect(rule.decide(identity, known: .unknown, date: Self.today) == .accept(note: try note(.pinned, 1)))
    #expect(rule.decide(identity, known: try Keys.known(.pinned, 1), date: Self.today) == .accept())
    // It is the way out of everything that was known before.
    for known in [
      try Keys.known(.firstUse, 1), try Keys.known(.firstUse, 2), try Keys.known(.pinned, 2),
      try Keys.known(.verified, 2), .unreadable(line: 3),
    ] {
      #expect(rule.decide(identity, known: known, date: Self.today) == .accept(note: try note(.pinned, 1)))
    }
  }

  @Test func anotherOneThanTheGivenIsRefusedWhoeverVouchesForIt() throws {
    let rule = rule(fingerprint: try Keys.fingerprint(1))
    for known in [KnownHosts.Finding.unknown, try Keys.known(.firstUse, 2), try Keys.known(.verified, 2)] {
      for isVerified in [false, true] {
        let decision = rule.decide(try Keys.identity(2, verified: isVerified), known: known, date: Self.today)
        guard case .refuse(let reason) = decision else {
          Issue.record("\(decision)")
          continue
        }
        #expect(reason.contains(try Keys.fingerprint(1).description))
        #expect(reason.contains(try Keys.fingerprint(2).description))
      }
    }
  }

  @Test func whatAnAuthorityVouchesForIsAcceptedInSilenceAndNoted() throws {
    let identity = try Keys.identity(1, verified: true)
    for isStrict in [false, true] {
      let rule = rule(isStrict: isStrict)
      #expect(rule.decide(identity, known: .unknown, date: Self.today) == .accept(note: try note(.verified, 1)))
      #expect(rule.decide(identity, known: try Keys.known(.verified, 1), date: Self.today) == .accept())
      // Such certificates come with new keys; a key that was trusted at first use may be replaced by one.
      for known in [try Keys.known(.verified, 2), try Keys.known(.firstUse, 2), try Keys.known(.firstUse, 1)] {
        #expect(rule.decide(identity, known: known, date: Self.today) == .accept(note: try note(.verified, 1)))
      }
      // But a pin is a pin.
      #expect(isRefusal(rule.decide(identity, known: try Keys.known(.pinned, 2), date: Self.today)))
    }
  }

  @Test func aCertificateOfAnotherNameIsNotVouchedFor() throws {
    let identity = try Keys.identity(1, verified: true, matchesName: false)
    #expect(isRefusal(rule(isStrict: true).decide(identity, known: .unknown, date: Self.today)))
    let decision = rule().decide(identity, known: try Keys.known(.verified, 2), date: Self.today)
    guard case .refuse(let reason) = decision else {
      Issue.record("\(decision)")
      return
    }
    #expect(reason.contains("made out to another name"))
  }

  @Test func theKeyThatWasVouchedForGoesOnWithoutItsAuthority() throws {
    let decision = rule().decide(try Keys.identity(1), known: try Keys.known(.verified, 1), date: Self.today)
    guard case .accept(nil, let notice?) = decision else {
      Issue.record("\(decision)")
      return
    }
    #expect(notice.contains("self-signed certificate"))
  }

  @Test func aLineThatCannotBeReadRefuses() throws {
    for isVerified in [false, true] {
      let identity = try Keys.identity(1, verified: isVerified)
      let decision = rule().decide(identity, known: .unreadable(line: 7), date: Self.today)
      guard case .refuse(let reason) = decision else {
        Issue.record("\(decision)")
        continue
      }
      #expect(reason.contains("line 7 of /home/me/known_hosts"))
    }
  }

  private func isRefusal(_ decision: TrustDecision) -> Bool {
    if case .refuse = decision { true } else { false }
  }
}
