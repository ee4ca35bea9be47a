import ChatCore

/// A flaw in a part of a backup.
public enum BackupFlaw: Hashable, Sendable, CustomStringConvertible {
  /// The archive around it is damaged or none.
  case archive(TarError)
  /// The manifest can't be read as one.
  case notAManifest
  /// The layout is of a newer version.
  case newerFormat(Int)
  /// The store is of a newer version.
  case newerSchema(Int32)
  /// It does not belong there, or stands there twice or in another order.
  case unexpected
  /// It is not there.
  case missing
  /// It has another size than the manifest says.
  case wrongSize
  /// Its bytes have another SHA-256 than the manifest says.
  case wrongDigest
  /// It is no store of ours, for this reason.
  case store(String)
  /// Its text can't be read as what it is, for this reason.
  case text(String)
  /// The store has no record of this waiting file, or one that says otherwise.
  case unknownFile

  /// The flaw in words, to follow the part's name.
  public var description: String {
    switch self {
    case .archive(let error): "\(error)"
    case .notAManifest: "it is not the list of contents that a backup begins with"
    case .newerFormat(let version):
      "it was written by a newer version of chatctl (format \(version), known \(BackupManifest.currentFormat))"
    case .newerSchema(let version):
      "it was written by a newer version of chatctl (schema \(version), known \(Schema.version))"
    case .unexpected: "it does not belong there"
    case .missing: "it is missing"
    case .wrongSize: "it has another size than the manifest says"
    case .wrongDigest: "its bytes were changed: their SHA-256 is another than the manifest says"
    case .store(let reason), .text(let reason): reason
    case .unknownFile: "the store in the backup says otherwise about this waiting file"
    }
  }
}

/// Why a part of a backup is refused. The file it lies in is known to whoever reads it.
struct BackupRefusal: Error, Hashable {
  let part: String
  let flaw: BackupFlaw

  init(_ part: String, _ flaw: BackupFlaw) {
    self.part = part
    self.flaw = flaw
  }

  init(_ error: TarError) {
    self.init(error.member ?? BackupPart.manifest.name, .archive(error))
  }
}
