import ChatNet
import ChatStore

/// Reads again what people edit while the server runs: para.txt, the settings and the certificate. None keeps the others from
/// being read; what is wrong leaves the old values. Whoever asked for it, what came of it is logged. On the control queue.
struct Reload: Sendable {
  /// What came of it.
  struct Outcome {
    /// The values that have changed.
    let parameters: Result<[LiveParameters.Change], ParameterFile.Failure>
    /// The settings that have changed.
    let settings: Result<[LiveParameters.Change], SettingsError>
    /// The certificate in use; nil without TLS.
    let certificate: Result<ServerCertificate?, CertificateFileError>
  }

  private let parameters: LiveParameters
  private let settings: LiveSettings
  private let certificates: CertificateKeeper
  private let log: ServerLog

  init(_ parameters: LiveParameters, _ settings: LiveSettings, _ certificates: CertificateKeeper, log: ServerLog) {
    self.parameters = parameters
    self.settings = settings
    self.certificates = certificates
    self.log = log
  }

  /// Reads all; the certificate last, whose place is a setting.
  func perform() -> Outcome {
    Outcome(parameters: readParameters(), settings: readSettings(), certificate: Self.read(certificates, log: log))
  }

  /// Reads para.txt if somebody has edited it.
  func performIfEdited() {
    if parameters.isEdited {
      _ = readParameters()
    }
  }

  private func readParameters() -> Result<[LiveParameters.Change], ParameterFile.Failure> {
    let now = SystemClock.now().wall
    let outcome = Result { () throws(ParameterFile.Failure) in try parameters.reload() }
    switch outcome {
    case .success(let changes):
      for change in changes {
        log.write(.reload, detail: change.text, console: "para.txt: \(change.text)", at: now)
      }
    case .failure(let error):
      log.write(
        .reloadError, detail: error.description, console: "\(error.description) The old values stay.", at: now)
    }
    return outcome
  }

  private func readSettings() -> Result<[LiveParameters.Change], SettingsError> {
    let now = SystemClock.now().wall
    let outcome = Result { () throws(SettingsError) in try settings.reload() }
    switch outcome {
    case .success(let changes):
      for change in changes { log.write(.reload, detail: change.text, console: "settings: \(change.text)", at: now) }
    case .failure(let error):
      log.write(.reloadError, detail: error.description, console: "\(error) The old settings stay.", at: now)
    }
    return outcome
  }

  /// Reads the certificate alone.
  static func read(
    _ certificates: CertificateKeeper, log: ServerLog
  ) -> Result<ServerCertificate?, CertificateFileError> {
    let now = SystemClock.now().wall
    let outcome = Result { () throws(CertificateFileError) in try certificates.reload() }
    switch outcome {
    case .success(let certificate?):
      let text = "the certificate was read again; its fingerprint is \(certificate.fingerprint)"
      log.write(.certificate, detail: text, console: text, at: now)
      CertificateKeeper.tell(of: certificate, in: log)
    case .success(nil):
      break
    case .failure(let error):
      log.write(
        .certificateError, detail: error.description, console: "\(error.description). The old certificate stays.",
        at: now)
    }
    return outcome
  }
}
