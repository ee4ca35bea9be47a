import ChatSystem
import Glibc

/// A directory in which something is made before it gets its name; it goes with the value.
///
/// It is locked (flock(2)) as long as its maker lives, so that what a crash left behind is told from what is in use, and
/// removed by the next one that is made beside it. One thread at a time.
final class StagingDirectory {
  /// Where it is.
  let path: String
  private let lock: FileDescriptor

  private static let prefix = ".staging-"

  /// Makes one in `parent`, which exists.
  init(in parent: String) throws(FileError) {
    Self.sweep(parent)
    while true {
      let path = "\(parent)/\(Self.prefix)\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
      guard mkdir(path, 0o700) == 0 else { throw FileError(.open, path) }
      do throws(FileError) {
        // Whoever sweeps at this moment may have it already: then it is theirs, and another one is made.
        guard let lock = try Self.locked(path) else { continue }
        self.path = path
        self.lock = lock
        return
      } catch {
        rmdir(path)
        throw error
      }
    }
  }

  /// The lock of the directory at `path`; nil when somebody else has it, or has removed the directory.
  private static func locked(_ path: String) throws(FileError) -> FileDescriptor? {
    let lock: FileDescriptor
    do throws(FileError) {
      lock = try FileDescriptor(path, O_RDONLY | O_DIRECTORY)
    } catch {
      if error.code == ENOENT { return nil }
      throw error
    }
    guard flock(lock.raw, LOCK_EX | LOCK_NB) == 0 else {
      if errno == EWOULDBLOCK { return nil }
      throw FileError(.lock, path)
    }
    guard access(path, F_OK) == 0 else { return nil }
    return lock
  }

  deinit {
    try? FileTree.remove(path)
  }

  /// Removes what makers that are gone left in `parent`. That it can't be removed harms nobody.
  static func sweep(_ parent: String) {
    for name in (try? DirectoryEntries.names(of: parent)) ?? [] where name.hasPrefix(prefix) {
      let path = "\(parent)/\(name)"
      guard let lock = try? FileDescriptor(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW), isOurs(lock),
        flock(lock.raw, LOCK_EX | LOCK_NB) == 0
      else { continue }
      try? FileTree.remove(path)
    }
  }

  /// In a directory that everybody may write to, such as /tmp, others may lay traps; what is ours nobody else can change.
  private static func isOurs(_ directory: borrowing FileDescriptor) -> Bool {
    var status = stat()
    return fstat(directory.raw, &status) == 0 && status.st_uid == geteuid()
  }
}
