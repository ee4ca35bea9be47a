import ChatServer
import ChatStore
import ChatSystem

extension DataDirectory {
  /// Makes the directory if need be, takes its lock, which nobody but one server, import or restore has, and ends what a
  /// killed restore left.
  ///
  /// - Parameter source: what is going to be read besides.
  func locked(toRead source: String? = nil) throws(Failure) -> DirectoryLock {
    try requireReadable()
    try takeOwnersRights(toRead: source)
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
    try requireReadable()
    if BackupRestorer.isNeeded(in: self) {
      _ = try locked()
    }
    return self
  }

  private func takeLock() throws(Failure) -> DirectoryLock {
    let lock: DirectoryLock
    do throws(DirectoryLock.Failure) {
      lock = try DirectoryLock(self)
    } catch {
      throw Failure(message: error.description, code: ServerError.lock(error).exitCode)
    }
    do throws(FileError) {
      try create()
    } catch {
      throw Failure(message: error.description, code: error.exitCode)
    }
    if let notice = lock.notice { Console.errors.say("Warning: \(notice)") }
    return lock
  }
}
