import ChatNet
import ChatSystem
import Glibc

/// Applies the trust rule to the servers of one run: reads what is known, and remembers what is decided.
///
/// Belongs to the session's queue. Its files are small and read in passing.
struct Gatekeeper {
  /// What becomes of a server.
  enum Verdict: Hashable {
    /// It is trusted; the person is told this, if anything.
    case trusted(notices: [String])
    /// It is not, for this reason.
    case refused(String)
    /// The person is asked this, and `confirmed` takes a yes.
    case ask(String)
  }

  private let rule: TrustRule
  private let file: KnownHostsFile
  private var unconfirmed: (host: KnownHost, key: KeyFingerprint)?
  /// The key that this run talks to: nobody else is talked to when the connection is lost, unless somebody vouches.
  private var accepted: KeyFingerprint?

  /// A gatekeeper for the server at `host` and `port`.
  init(host: String, port: UInt16, options: TrustOptions, isInteractive: Bool) {
    rule = TrustRule(host: host, port: port, options: options, isInteractive: isInteractive)
    file = options.knownHosts
  }

  /// Decides about a server that has shown `identity`, on the day `date`.
  mutating func judge(_ identity: PeerIdentity, date: String = Self.today()) -> Verdict {
    if let accepted, accepted == identity.fingerprint {
      return .trusted(notices: [])
    }
    let known: KnownHosts.Finding
    do throws(FileError) {
      known = try file.read().finding(of: rule.address)
    } catch {
      // What can't be read may say that this is the wrong server.
      guard rule.fingerprint != nil else {
        return .refused("\(error), so nobody can tell whether this is the right server. Please make it readable.")
      }
      known = .unknown
    }
    if let accepted, rule.fingerprint == nil, known == .unknown, !identity.isVerified {
      return .refused(
        "the key of \(rule.address) has changed from \(accepted) to \(identity.fingerprint) since this program was "
          + "started. Somebody may be listening in. Nothing was sent.")
    }
    switch rule.decide(identity, known: known, date: date) {
    case .accept(let note, let notice):
      accepted = identity.fingerprint
      return .trusted(notices: [notice, note.flatMap { remember($0) }].compactMap(\.self))
    case .ask(let question, let note):
      unconfirmed = (note, identity.fingerprint)
      return .ask(question)
    case .refuse(let reason):
      return .refused(reason)
    }
  }

  /// The person has said yes.
  ///
  /// - Returns: what the person is told, if anything.
  mutating func confirmed() -> String? {
    guard let confirmed = unconfirmed else { return nil }
    unconfirmed = nil
    accepted = confirmed.key
    return remember(confirmed.host)
  }

  /// - Returns: why it could not be remembered; nil when it was.
  private func remember(_ host: KnownHost) -> String? {
    do throws(FileError) {
      try file.note(host)
      return nil
    } catch {
      return "the key of \(host.address) could not be remembered, so a changed one will not be noticed: \(error)."
    }
  }

  /// `2026-11-22`, by UTC.
  static func today() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    let digits = [Int(parts.tm_year) + 1_900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    return digits.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
  }
}
