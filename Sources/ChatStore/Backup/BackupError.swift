import ChatCore
import ChatSystem

/// Why a backup could not be made, checked or restored. What was there before is as it was.
public enum BackupError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A backup, or its part of this name, is not what it should be.
  case refused(path: String, part: String, BackupFlaw)
  /// There is no such backup.
  case noSuchBackup(String)
  /// There is no store in this data directory to make a backup of.
  case nothingThere(String)
  /// A part is too large for the archive.
  case tooLarge(String)
  /// It was not begun, for it takes more bytes than are free on the disk of the directory `place`.
  case noRoom(place: String, needed: Int64, free: Int64)
  /// A file could not be read or written.
  case file(FileError)
  /// The store could not be read or copied.
  case store(StoreError)
  /// The six text files could not be written.
  case texts(OriginalFilesError)

  /// The reason, to follow the name of the backup.
  public var reason: String {
    if case .refused(_, let part, let flaw) = self { "\(part): \(flaw)" } else { description }
  }

  /// One sentence for a person, with the next step where there is one.
  public var description: String {
    switch self {
    case .refused(let path, _, _):
      "\(path) can't be used: \(reason). Nothing was changed; see the other backups with: chatctl backup list"
    case .noSuchBackup(let path):
      "there is no backup \(path). Name its whole path, or see the ones that are there with: chatctl backup list"
    case .nothingThere(let path):
      "there is no store in \(path) to make a backup of. Name the server's data directory with --data."
    case .tooLarge(let part):
      "the backup can't hold \(part): it is larger than 4 TiB"
    case .noRoom(let place, let needed, let free):
      "it takes \(ByteText.text(needed)) in \(place), and \(ByteText.text(free)) are free there. Make room and try again; "
        + "nothing was changed."
    case .file(let error) where error.isDiskFull:
      "\(error). Make room there and try again; nothing half-made was left behind."
    case .file(let error): "\(error)"
    case .store(.diskFull):
      "there is no room left on the disk. Make room and try again; nothing half-made was left behind."
    case .store(let error): "\(error)"
    case .texts(let error): "\(error)"
    }
  }

  /// Sorts what was thrown on the way by what it means for the backup at `path`.
  init(_ error: any Error, in path: String) {
    switch error {
    case let error as BackupError: self = error
    case let error as BackupRefusal: self = .refused(path: path, part: error.part, error.flaw)
    case let error as TarError:
      let refusal = BackupRefusal(error)
      self = .refused(path: path, part: refusal.part, refusal.flaw)
    case let error as FileError: self = .file(error)
    case let error as OriginalFilesError: self = .texts(error)
    case let error as StoreError: self = .store(error)
    default: self = .store(.failed(detail: "\(error)"))
    }
  }
}

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

extension DiskRoom {
  /// Looks whether so many bytes have room in `directory`, before any of them is written.
  ///
  /// - Throws: `BackupError.noRoom`; `.file` when it can't be looked at.
  static func check(_ needed: Int64, in directory: String) throws(BackupError) {
    let free = try rethrow(DiskRoom(below: directory).freeBytes, as: BackupError.file)
    guard needed <= free else { throw .noRoom(place: directory, needed: needed, free: free) }
  }
}
