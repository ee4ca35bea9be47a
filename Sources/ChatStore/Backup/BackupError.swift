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
}
