import ChatCore
import ChatSystem
import Glibc

/// A look at a data directory before anything in it is opened: whoever may write into it, or has left a symbolic link
/// there, decides what a server reads, and what it writes over.
struct DirectorySafety {
  /// A sentence about what a person should know and do; nil when the directory is closed to others. A group that may
  /// look into it, or pass through it to the control socket, is no notice: what lies there is closed to it.
  let notice: String?

  /// Looks at `directory`, which exists, and closes it to others where they might write.
  ///
  /// - Throws: `DirectoryLock.Failure.foreign` when it is somebody else's, or holds a link of somebody else;
  ///   `.misowned` when whoever takes it, or has left files there, has other rights than its owner.
  init(_ directory: DataDirectory) throws(DirectoryLock.Failure) {
    let path = directory.path
    var status = stat()
    guard stat(path, &status) == 0 else { throw .file(FileError(.open, path)) }
    guard status.st_uid == geteuid() else {
      let owner = SystemUser(status.st_uid)
      // What root makes there its owner could not open.
      guard geteuid() != 0 else {
        throw .misowned(
          "the data directory \(path) belongs to \(owner), who could not use what root writes there. Start the service "
            + "with \"systemctl start chatctl\", or a server with \"sudo -u \(owner.argument.shellWord) chatctl serve "
            + "--data \(path.shellWord)\".")
      }
      throw .foreign(
        "the data directory \(path) belongs to another user (user id \(status.st_uid)), who could change all in it")
    }
    let mode = status.st_mode & 0o7777
    let octal = "0" + String(mode, radix: 8)
    if mode & 0o022 != 0 {
      guard chmod(path, 0o700) == 0 else { throw .file(FileError(.write, path)) }
      notice = "the data directory \(path) was open for others to write to (mode \(octal)); its mode is 0700 now."
    } else if mode & 0o005 != 0 {
      notice =
        "other users of this machine may look into the data directory \(path) (mode \(octal)). Close it with: "
        + "chmod o-rwx \(path.shellWord)"
    } else {
      notice = nil
    }
    // From here on nobody else puts anything in its place.
    for parent in [path, directory.files, directory.logs, directory.backups, directory.tls] {
      let names = try rethrow(DirectoryEntries.names(of: parent) ?? [], as: DirectoryLock.Failure.file)
      for name in names {
        var status = stat()
        guard lstat("\(parent)/\(name)", &status) == 0, status.st_uid != geteuid() else { continue }
        let file = Self.Foreign(parent: parent, name: name, owner: status.st_uid)
        try status.st_mode & S_IFMT == S_IFLNK ? file.refuseLink() : file.refuseIfClosed(to: directory)
      }
    }
  }

  /// Something in a data directory that belongs to somebody else.
  private struct Foreign {
    let parent: String
    let name: String
    let owner: uid_t
    var path: String { "\(parent)/\(name)" }

    /// Refuses a link that we would follow, with our rights, to wherever somebody else likes.
    func refuseLink() throws(DirectoryLock.Failure) {
      guard owner != 0 else { return }
      throw .foreign("\(path) is a symbolic link of another user (user id \(owner))")
    }

    /// Refuses a file that a server could not open, before it has touched anything; texts and keys are only read, or
    /// replaced as a whole.
    func refuseIfClosed(to directory: DataDirectory) throws(DirectoryLock.Failure) {
      guard parent == directory.path ? directory.knows(name) : parent != directory.backups else { return }
      let isRead = parent == directory.tls || name.hasSuffix(".txt") || name.hasSuffix(".conf")
      guard faccessat(AT_FDCWD, path, isRead ? R_OK : R_OK | W_OK, AT_EACCESS) != 0, errno == EACCES else { return }
      let me = SystemUser(geteuid())
      throw .misowned(
        "can't open \(path): Permission denied; it belongs to \(SystemUser(owner)), and the data directory to \(me). Give "
          + "all of it back with \"sudo chown -R \(me.owner.shellWord) \(directory.path.shellWord)\", and try again.")
    }
  }
}
