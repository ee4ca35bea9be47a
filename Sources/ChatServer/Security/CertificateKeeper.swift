import ChatNet
import ChatStore
import ChatSystem

/// How new connections are encrypted at the moment. The certificate can be read again while the server runs; who is
/// connected stays so. From any queue.
final class CertificateKeeper: Sendable {
  private struct Present {
    let certificate: ServerCertificate
    let context: TLSContext
  }

  private let files: Locked<CertificateFiles?>
  private let present: Locked<Present?>

  /// Reads the certificate that `security` names, after making the server's own at its first start.
  init(_ security: TransportSecurity, in directory: DataDirectory) throws(CertificateFileError) {
    switch security {
    case .plaintext:
      files = Locked(nil)
      present = Locked(nil)
    case .tls(let source):
      let files = CertificateFiles(source, in: directory)
      self.files = Locked(files)
      present = Locked(try Self.load(files))
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
    return files.withLock { files in
      guard let old = files, old != new else { return false }
      files = new
      return true
    }
  }

  /// Reads the files again; new connections get what they hold now.
  ///
  /// - Returns: the certificate in use; nil without TLS.
  /// - Throws: `CertificateFileError`; the old certificate stays.
  func reload() throws(CertificateFileError) -> ServerCertificate? {
    guard let files = files.withLock({ $0 }) else { return nil }
    let loaded = try Self.load(files)
    present.withLock { $0 = loaded }
    return loaded.certificate
  }

  /// Tells on the console and in the log what should be known about when `certificate` ends.
  static func tell(of certificate: ServerCertificate, in log: ServerLog) {
    let now = SystemClock.now().wall
    guard let warning = certificate.term.warning(at: now) else { return }
    log.write(.certificateEnds, detail: warning, console: "Warning: \(warning)", at: now)
  }

  private static func load(_ files: CertificateFiles) throws(CertificateFileError) -> Present {
    let certificate = try files.load()
    do throws(TLSError) {
      return Present(certificate: certificate, context: try TLSContext(server: certificate))
    } catch {
      throw .damaged(files.certificate, .unusable(error), isOwn: files.isOwn)
    }
  }
}
