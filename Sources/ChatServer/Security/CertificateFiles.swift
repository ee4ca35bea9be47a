import ChatCore
import ChatNet
import ChatStore
import ChatSystem
import Glibc

/// The files that a server's certificate and key lie in.
struct CertificateFiles: Hashable, Sendable {
  let certificate: String
  let key: String
  /// True for the server's own, which it makes when there are none.
  let isOwn: Bool

  /// The names of the server's own.
  static let ownCertificate = "cert.pem"
  static let ownKey = "key.pem"

  init(_ source: TransportSecurity.Certificate, in directory: DataDirectory) {
    switch source {
    case .own:
      certificate = "\(directory.tls)/\(Self.ownCertificate)"
      key = "\(directory.tls)/\(Self.ownKey)"
      isOwn = true
    case .files(let certificate, let key):
      self.certificate = certificate
      self.key = key ?? certificate
      isOwn = false
    }
  }

  /// Reads both, after making what is missing of the server's own.
  func load() throws(CertificateFileError) -> ServerCertificate {
    if isOwn { try makeMissing() }
    return try read()
  }

  /// Reads both as they are.
  func read() throws(CertificateFileError) -> ServerCertificate {
    let certificateText = try read(certificate)
    // A file with both changes both at once.
    let holdsBoth = !isOwn && Self.holdsKey(certificateText)
    let key = holdsBoth ? certificate : key
    let keyText = holdsBoth || key != certificate ? try readKey(key) : certificateText
    do throws(CertificateError) {
      return try ServerCertificate(chain: certificateText, key: keyText)
    } catch {
      if case .noCertificate = error { throw .damaged(certificate, error, isOwn: isOwn) }
      throw .damaged(key, error, isOwn: isOwn)
    }
  }

  private static func holdsKey(_ text: [UInt8]) -> Bool {
    String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline).contains {
      $0.hasPrefix("-----BEGIN ") && $0.hasSuffix("PRIVATE KEY-----")
    }
  }

  /// Makes key and certificate, or a certificate for the key that is there: a start that was killed between the two, or
  /// somebody who wants another name in it, keeps the key that people know.
  private func makeMissing() throws(CertificateFileError) {
    guard access(certificate, F_OK) != 0 else { return }
    let old = access(key, F_OK) == 0 ? try readKey(key) : nil
    let made: SelfSignedCertificate
    do throws(CertificateError) {
      made = try SelfSignedCertificate.make(names: Self.names, key: old)
    } catch {
      throw .damaged(key, error, isOwn: true)
    }
    do throws(FileError) {
      if old == nil { try AtomicFile.write(made.key, to: key) }
      try AtomicFile.write(made.certificate, to: certificate)
    } catch {
      throw .file(error)
    }
  }

  /// The key, unless others could have read it, too. A group may, where an administrator gives a real certificate's key
  /// to the programs that need it so.
  private func readKey(_ key: String) throws(CertificateFileError) -> [UInt8] {
    var status = stat()
    let others: mode_t = isOwn ? 0o077 : 0o007
    if stat(key, &status) == 0, status.st_mode & others != 0 {
      throw .tooOpen(key, isOwn: isOwn)
    }
    return try read(key)
  }

  private func read(_ path: String) throws(CertificateFileError) -> [UInt8] {
    do throws(FileError) {
      // OpenSSL looks for lines that begin with dashes, and one behind a byte order mark does not.
      if let bytes = try FileBytes.read(path) { return Array(bytes.behindByteOrderMark) }
    } catch {
      throw .file(error)
    }
    throw .missing(path, isOwn: isOwn)
  }

  /// The names of this machine.
  private static var names: [String] {
    let own = "localhost"
    return [HostName.current].compactMap(\.self).filter { $0 != own } + [own]
  }
}

/// Why the certificate or its key could not be had. The text is made last, by `description`.
public enum CertificateFileError: Error, Sendable, CustomStringConvertible {
  /// A file could not be read or written.
  case file(FileError)
  /// There is no such file.
  case missing(String, isOwn: Bool)
  /// Others than the owner may read the key.
  case tooOpen(String, isOwn: Bool)
  /// A file does not hold what it should, or can't be used.
  case damaged(String, CertificateError, isOwn: Bool)

  /// One sentence for a person, with the next step.
  public var description: String {
    switch self {
    case .file(let error):
      error.description
    case .missing(let path, let isOwn):
      "there is no file \(path); " + Self.remedy(path, isOwn: isOwn)
    case .tooOpen(let path, let isOwn):
      "other people of this machine may read the private key \(path); say \"chmod \(isOwn ? "600" : "640") \(path)\", or "
        + (isOwn
          ? "remove the directory it lies in to have a new key made, if somebody did read it" : "name another key")
    case .damaged(let path, let error, let isOwn):
      "\(path) \(error); " + Self.remedy(path, isOwn: isOwn)
    }
  }

  /// The exit code.
  var exitCode: Int32 {
    switch self {
    case .file(let error): error.exitCode
    case .tooOpen: EX_NOPERM
    case .missing, .damaged: EX_DATAERR
    }
  }

  private static func remedy(_ path: String, isOwn: Bool) -> String {
    guard isOwn else {
      return "give cert a certificate with its chain, and key its key, or put both into cert's file, all in PEM form"
    }
    let directory = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
    return "bring \(directory) back from a backup, or remove cert.pem and key.pem there to have new ones made, which "
      + "every client will have to accept"
  }
}

/// The encryption of `chatctl serve`, with its certificate, or none.
public enum TransportSecurity: Hashable, Sendable {
  /// Where a certificate and its key lie.
  public enum Certificate: Hashable, Sendable {
    /// The server's own in the data directory, made at the first start.
    case own
    /// Files in PEM: the certificate with the chain that leads to its authority, and the key, where it has a file.
    case files(certificate: String, key: String?)
  }

  /// Not at all: for networks that are trusted.
  case plaintext
  /// TLS 1.2 or newer.
  case tls(Certificate)

  /// The encryption that `settings` ask for.
  public init(_ settings: Settings) {
    if settings[isOn: .plaintext] {
      self = .plaintext
    } else if let certificate = settings.word(of: .cert) {
      self = .tls(.files(certificate: certificate, key: settings.word(of: .key)))
    } else {
      self = .tls(.own)
    }
  }
}
