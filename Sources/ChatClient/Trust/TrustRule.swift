import ChatNet

/// Decides whether a server is the one that is meant.
///
/// A key that the person gave counts above all. Then come certificate authorities; then what is known from before; and a
/// server that nobody knows is trusted at the first connection, unless the person wants to be asked. No key is replaced
/// by another that nobody vouches for, but on this very machine.
struct TrustRule {
  let address: HostAddress
  /// What the person typed, to show how to go on.
  let command: String
  let fingerprint: KeyFingerprint?
  let isStrict: Bool
  /// Whether somebody is there to be asked.
  let isInteractive: Bool
  /// Where keys are remembered, for the person.
  let file: String

  /// A rule for the server at `host` and `port`.
  init(host: String, port: UInt16, options: TrustOptions, isInteractive: Bool) {
    address = HostAddress(host: host, port: port)
    command = "chatctl connect \(host) \(port)"
    fingerprint = options.fingerprint
    isStrict = options.isStrict
    self.isInteractive = isInteractive
    file = options.knownHosts.path
  }

  /// Decides about a server that has shown `identity`, on the day `date`.
  func decide(_ identity: PeerIdentity, known: KnownHosts.Finding, date: String) -> TrustDecision {
    func note(_ kind: KnownHost.Kind) -> KnownHost {
      KnownHost(address: address, kind: kind, fingerprint: identity.fingerprint, date: date)
    }
    if let fingerprint {
      guard fingerprint == identity.fingerprint else { return .refuse(notTheGivenOne(identity, fingerprint)) }
      if case .known(let host) = known, host.kind == .pinned, host.fingerprint == fingerprint { return .accept() }
      return .accept(note: note(.pinned))
    }
    switch known {
    case .unreadable(let line):
      return .refuse(
        "line \(line) of \(file) is about \(address) and can't be read, so nobody can tell whether this is the right "
          + "server. Mend or remove that line.")
    case .known(let host) where host.kind == .pinned:
      return host.fingerprint == identity.fingerprint ? .accept() : .refuse(changed(host, identity))
    case .known(let host) where identity.isVerified:
      let isNoted = host.kind == .verified && host.fingerprint == identity.fingerprint
      return .accept(note: isNoted ? nil : note(.verified))
    case .known(let host) where host.fingerprint == identity.fingerprint:
      guard host.kind == .verified else { return .accept() }
      return .accept(
        notice:
          "no certificate authority vouches for \(address) any more (\(reason(identity))); its key is the one that "
          + "was vouched for, so the connection goes on.")
    case .known(let host):
      guard host.kind == .firstUse, address.isLoopback, !isStrict else { return .refuse(changed(host, identity)) }
      return .accept(
        note: note(.firstUse),
        notice:
          "the key of \(address) has changed from \(host.fingerprint) to \(identity.fingerprint). As that is this "
          + "machine, the new one is remembered.")
    case .unknown where identity.isVerified:
      return .accept(note: note(.verified))
    case .unknown where !isStrict:
      return .accept(
        note: note(.firstUse),
        notice:
          "the key of \(address) is \(identity.fingerprint), and is remembered from now on in \(file). "
          + "No certificate authority vouches for it (\(reason(identity))). To be sure that it is the right one, compare "
          + "it with what \"chatctl serve\" printed there.")
    case .unknown where isInteractive:
      return .ask(
        "No certificate authority vouches for \(address) (\(reason(identity))). Its key is \(identity.fingerprint). Is "
          + "that what \"chatctl serve\" printed there? "
          + "Enter \"yes\" or \"no\":", note: note(.firstUse))
    case .unknown:
      return .refuse(
        "the key of \(address) is not known yet, no certificate authority vouches for it (\(reason(identity))), and with "
          + "--strict nobody is there to be asked. It is \(identity.fingerprint). If that is what \"chatctl serve\" printed there: "
          + "\(command) --fingerprint \(identity.fingerprint)")
    }
  }

  private func notTheGivenOne(_ identity: PeerIdentity, _ given: KeyFingerprint) -> String {
    "the key of \(address) is \(identity.fingerprint), and not \(given) as --fingerprint says. Nothing was sent. "
      + "Please ask whoever runs the server for its fingerprint; \"chatctl admin status\" shows it there."
  }

  private func changed(_ host: KnownHost, _ identity: PeerIdentity) -> String {
    let since = host.date.isEmpty ? "" : " since \(host.date)"
    let known =
      switch host.kind {
      case .firstUse: "\(host.fingerprint) is known\(since)"
      case .pinned: "\(host.fingerprint) was given with --fingerprint"
      case .verified:
        "a certificate authority vouched for \(host.fingerprint), and none vouches for this one (\(reason(identity)))"
      }
    return
      "the key of \(address) has changed: it is \(identity.fingerprint) now, but \(known). Somebody may be listening "
      + "in, or the server was set up anew. Nothing was sent. Ask whoever runs it, \"chatctl admin status\" shows the "
      + "fingerprint there; and if the new one is right: \(command) --fingerprint \(identity.fingerprint)"
  }

  private func reason(_ identity: PeerIdentity) -> String {
    switch identity.chain {
    case .verified: "the certificate is made out to another name"
    case .unverified(_, let reason): reason
    }
  }
}
