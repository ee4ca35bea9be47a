import ChatNet
import ChatStore
import ChatSystem

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
