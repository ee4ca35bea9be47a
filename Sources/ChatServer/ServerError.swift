import ChatCore
import ChatNet
import ChatStore
import ChatSystem
import Glibc

/// Why the server could not start or had to stop. The text is made last, by `description`.
public enum ServerError: Error, Sendable {
  /// The address could not be listened on; `said` is the file that names it, if one does.
  case listening(NetError, said: String? = nil)
  /// The address to listen on is none; `said` as above.
  case badAddress(String, said: String? = nil)
  /// The data directory, or a file in it, could not be used.
  case file(FileError)
  /// Another server has the data directory.
  case lock(DirectoryLock.Failure)
  /// para.txt could not be read as what it is.
  case parameters(ParameterFile.Failure)
  /// The settings could not be read, or do not go together.
  case settings(SettingsError)
  /// The certificate or its key could not be had.
  case certificate(CertificateFileError)
  /// The original's files could not be imported.
  case original(OriginalFilesError)
  /// The store could not be opened or read.
  case store(StoreError)
  /// The setting `admin-group` names no group.
  case noGroup(String)
  /// The directory can't be given to the group of that setting.
  case notInGroup(SystemGroup, DataDirectory)
  /// A part of the system that the server needs is not to be had.
  case system(NetError)
}

extension ServerError: CustomStringConvertible {
  /// One sentence for a person, with the next step.
  public var description: String {
    switch self {
    case .listening(let error, let file?): "\(error). It stands in \(file)"
    case .listening(let error, nil) where error.code == EADDRINUSE: "\(error), as in \"chatctl serve 2345\""
    case .listening(let error, nil), .system(let error): error.description
    case .badAddress(let text, let file):
      "\"\(text)\" is no address of a network interface; \(file.map { "listen in \($0)" } ?? "listen") takes one like "
        + "127.0.0.1 or ::1"
    case .file(let error): error.description
    case .lock(let failure): failure.description
    case .parameters(let failure): failure.description
    case .settings(let error): error.description
    case .certificate(let error): error.description
    case .original(let error): error.description
    case .store(let error): error.description
    case .noGroup(let word):
      "there is no group \"\(TerminalSanitizer.line(word))\" on this machine, which admin-group names. Make it with \"sudo "
        + "groupadd\", or set admin-group to one of \"getent group\"."
    case .notInGroup(let group, let directory):
      "the data directory \(directory.path) can't be given to the group \(group.argument), which admin-group names: "
        + "\(SystemUser(geteuid())) does not belong to it. Say \"sudo usermod -aG \(group.argument.shellWord) "
        + "\(SystemUser(geteuid()).owner.shellWord)\" and start again, or set admin-group to another one."
    }
  }

  /// The same, and which file has to be mended for it.
  func naming(_ layers: SettingLayers) -> ServerError {
    switch self {
    case .listening(let error, nil): .listening(error, said: layers.file(of: .listen) ?? layers.file(of: .port))
    case .badAddress(let text, nil): .badAddress(text, said: layers.file(of: .listen))
    default: self
    }
  }

  /// The exit code (sysexits(3)).
  public var exitCode: Int32 {
    switch self {
    case .listening(let error, _) where error.code == EACCES || error.code == EPERM: EX_NOPERM
    case .listening: EX_UNAVAILABLE
    case .badAddress: EX_USAGE
    case .lock(.held): EX_UNAVAILABLE
    case .lock(.foreign), .lock(.misowned), .notInGroup: EX_NOPERM
    case .noGroup: EX_DATAERR
    case .file(let error), .lock(.file(let error)): error.exitCode
    case .parameters(let failure): failure.exitCode
    case .settings(let error): error.exitCode
    case .certificate(let error): error.exitCode
    case .original(let error): error.exitCode
    case .store(let error): error.exitCode
    case .system: EX_IOERR
    }
  }
}

extension FileError {
  /// The exit code.
  public var exitCode: Int32 {
    code == EACCES || code == EPERM ? EX_NOPERM : EX_IOERR
  }
}

extension OriginalFilesError {
  /// The exit code.
  public var exitCode: Int32 {
    switch self {
    case .nothingThere, .line, .namesTaken: EX_DATAERR
    case .file(let error): error.exitCode
    case .store(let error): error.exitCode
    case .hashing: EX_IOERR
    }
  }
}

extension ParameterFile.Failure {
  /// One sentence for a person, with the next step.
  public var description: String {
    switch self {
    case .line(let error): "\(error). Please mend that line and try again."
    case .file(let error): "\(error)."
    }
  }

  /// The exit code.
  public var exitCode: Int32 {
    switch self {
    case .line: EX_DATAERR
    case .file(let error): error.exitCode
    }
  }
}

extension StoreError {
  /// The exit code.
  public var exitCode: Int32 {
    if case .unreadable = self { EX_DATAERR } else { EX_IOERR }
  }
}

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
