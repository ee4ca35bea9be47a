import ChatServer
import ChatStore
import ChatSystem
import Glibc

extension DataDirectory {
  /// Makes the directory if need be, takes its lock, which nobody but one server, import or restore has, and ends what a
  /// killed restore left.
  func locked() throws(Failure) -> DirectoryLock {
    let lock = try takeLock()
    do throws(FileError) {
      if let news = try RestoreRecovery.run(in: self, lock: lock) { Console.errors.say(news) }
    } catch {
      throw Failure(message: error.description, code: error.exitCode)
    }
    return lock
  }

  /// For a command that only reads, beside a server too: makes sure that no killed restore left half of a swap.
  func settled() throws(Failure) -> DataDirectory {
    if BackupRestorer.isNeeded(in: self) {
      _ = try locked()
    }
    return self
  }

  private func takeLock() throws(Failure) -> DirectoryLock {
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
