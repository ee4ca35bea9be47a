import ChatServer
import ChatStore
import ChatSystem
import Glibc

extension DataDirectory {
  /// Makes the directory if need be and takes its lock, which nobody but one server or one import has.
  func locked() throws(Failure) -> DirectoryLock {
    do throws(FileError) {
      try create()
    } catch {
      throw Failure(message: error.description, code: error.exitCode)
    }
    do throws(DirectoryLock.Failure) {
      return try DirectoryLock(self)
    } catch {
      switch error {
      case .held: throw Failure(message: error.description, code: EX_UNAVAILABLE)
      case .file(let file): throw Failure(message: file.description, code: file.exitCode)
      }
    }
  }
}
