import ChatSystem

extension BackupError {
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
