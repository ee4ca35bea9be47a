import ChatNet
import ChatSystem
import Glibc

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
