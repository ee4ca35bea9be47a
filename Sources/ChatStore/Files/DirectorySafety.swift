import ChatCore
import ChatSystem
import Glibc

/// A look at a data directory before anything in it is opened: whoever may write into it, or has left a symbolic link
/// there, decides what a server reads, and what it writes over.
struct DirectorySafety {
  /// What a person should know and do, one sentence; nil when the directory is closed to others. A group that may look into
  /// it, as the package's service has one, is no notice: what lies there is closed to it.
  let notice: String?

  /// Looks at `directory`, which exists, and closes it to others where they might write.
  ///
  /// - Throws: `DirectoryLock.Failure.foreign` when it is somebody else's, or holds a link of somebody else.
  init(_ directory: DataDirectory) throws(DirectoryLock.Failure) {
    let path = directory.path
    var status = stat()
    guard stat(path, &status) == 0 else { throw .file(FileError(.open, path)) }
    // Root may serve a directory of somebody else, as in a container.
    guard geteuid() == 0 || status.st_uid == geteuid() else {
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
        + "chmod 700 \(path.shellWord)"
    } else {
      notice = nil
    }
    // From here on nobody else puts anything in its place.
    try Self.refuseForeignLinks(in: directory, trusting: [0, geteuid(), status.st_uid])
  }

  /// What we would follow, with our rights, to wherever somebody else likes.
  private static func refuseForeignLinks(
    in directory: DataDirectory, trusting owners: Set<uid_t>
  ) throws(DirectoryLock.Failure) {
    for parent in [directory.path, directory.files, directory.logs, directory.backups, directory.tls] {
      let names: [String]
      do throws(FileError) {
        names = try DirectoryEntries.names(of: parent) ?? []
      } catch {
        throw .file(error)
      }
      for name in names {
        var status = stat()
        let path = "\(parent)/\(name)"
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK, !owners.contains(status.st_uid) else {
          continue
        }
        throw .foreign("\(path) is a symbolic link of another user (user id \(status.st_uid))")
      }
    }
  }
}
