import ChatStore
import Glibc

extension BackupError {
  /// The exit code.
  public var exitCode: Int32 {
    switch self {
    case .refused, .noSuchBackup, .nothingThere, .tooLarge: EX_DATAERR
    case .noRoom: EX_IOERR
    case .file(let error): error.exitCode
    case .store(let error): error.exitCode
    case .texts(let error): error.exitCode
    }
  }
}
