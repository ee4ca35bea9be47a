import ChatCore
import ChatNet
import ChatStore
import ChatSystem

/// How new connections are encrypted at the moment. The certificate can be read again while the server runs; who is
/// connected stays so. From any queue.
final class CertificateKeeper: Sendable {
  /// What there is with TLS.
  private struct Present {
    var files: CertificateFiles
    let certificate: ServerCertificate
    let context: TLSContext

    init(_ files: CertificateFiles) throws(CertificateFileError) {
      self.files = files
      certificate = try files.load()
      do throws(TLSError) {
        context = try TLSContext(server: certificate)
      } catch {
        throw .damaged(files.certificate, .unusable(error), isOwn: files.isOwn)
      }
    }
  }

  /// Nil without TLS.
  private let present: Locked<Present?>

  /// Reads the certificate that `security` names, after making the server's own at its first start.
  init(_ security: TransportSecurity, in directory: DataDirectory) throws(CertificateFileError) {
    switch security {
    case .plaintext: present = Locked(nil)
    case .tls(let source): present = Locked(try Present(CertificateFiles(source, in: directory)))
    }
  }

  /// The security with which accepted sockets are adopted.
  var security: ConnectionSecurity {
    present.withLock { $0.map { .tlsServer($0.context) } ?? .plain }
  }

  /// The certificate in use; nil without TLS.
  var certificate: ServerCertificate? {
    present.withLock { $0?.certificate }
  }

  /// Has `reload` read the files of `security` from now on. Connections that are not encrypted stay so.
  ///
  /// - Returns: whether they are others.
  func change(_ security: TransportSecurity, in directory: DataDirectory) -> Bool {
    guard case .tls(let source) = security else { return false }
    let new = CertificateFiles(source, in: directory)
    return present.withLock { present in
      guard let old = present?.files, old != new else { return false }
      present?.files = new
      return true
    }
  }

  /// Reads the files again; new connections get what they hold now.
  ///
  /// - Returns: the certificate in use; nil without TLS.
  /// - Throws: `CertificateFileError`; the old certificate stays.
  func reload() throws(CertificateFileError) -> ServerCertificate? {
    guard let files = present.withLock({ $0?.files }) else { return nil }
    let loaded = try Present(files)
    present.withLock { $0 = loaded }
    return loaded.certificate
  }

  /// Tells on the console and in the log what should be known about when `certificate` ends.
  static func tell(of certificate: ServerCertificate, in log: ServerLog) {
    let now = SystemClock.now().wall
    guard let warning = certificate.term.warning(at: now) else { return }
    log.write(.certificateEnds, detail: warning, console: "Warning: \(warning)", at: now)
  }
}

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

  /// From when on it holds.
  var start: WallTime {
    WallTime(microseconds: starts * 1_000_000)
  }

  /// Until when; nil when it has no end.
  var end: WallTime? {
    hasNoEnd ? nil : WallTime(microseconds: expires * 1_000_000)
  }
}
