import ChatCore
import ChatNet

/// From when until when a certificate holds, and what that means. Pure: the time is passed in.
struct CertificateTerm: Hashable, Sendable {
  /// How it stands at a moment.
  enum State: Hashable {
    /// It does not hold before this time.
    case notYet(WallTime)
    /// It held until this time.
    case ended(WallTime)
    /// It ends at this time, within `notice` seconds.
    case endsSoon(WallTime)
    /// It holds until then.
    case holds(until: WallTime)
    /// It has no end.
    case endless
  }

  /// So many seconds before its end that is told.
  static let notice = 30 * 86_400.0

  /// From when on it holds; nil when that is not known.
  let start: WallTime?
  /// Until when; nil when it has no end.
  let end: WallTime?

  /// How it stands at `now`.
  func state(at now: WallTime) -> State {
    if let start, now < start { return .notYet(start) }
    guard let end else { return .endless }
    if end <= now { return .ended(end) }
    return end.seconds - now.seconds < Self.notice ? .endsSoon(end) : .holds(until: end)
  }

  /// A warning for the operator at `now`, in sentences; nil when all is well.
  func warning(at now: WallTime) -> String? {
    let renew = "Renew it, and say \"chatctl admin reload\"."
    return switch state(at: now) {
    case .notYet(let start): "the certificate holds from \(LocalTime(start).original) on. Is the clock right?"
    case .ended(let end):
      "the certificate ended at \(LocalTime(end).original), and no authority vouches for this server any more. \(renew)"
    case .endsSoon(let end): "the certificate ends at \(LocalTime(end).original). \(renew)"
    case .holds, .endless: nil
    }
  }
}

extension ServerCertificate {
  /// From when until when it holds.
  var term: CertificateTerm {
    CertificateTerm(start: start, end: end)
  }
}
