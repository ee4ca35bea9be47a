import ChatCore
import ChatStore
import ChatSystem
import Glibc

/// The group whose members may steer the server, beside its own user and root: the setting `admin-group`.
struct AdminGroup: Sendable {
  /// Its number.
  let gid: UInt32
  private let group: SystemGroup

  /// The group of `settings`; nil where they name none.
  ///
  /// - Throws: `ServerError.noGroup`.
  init?(_ settings: Settings) throws(ServerError) {
    guard let word = settings.word(of: .adminGroup) else { return nil }
    guard let group = SystemGroup(named: word) else { throw .noGroup(word) }
    self.group = group
    gid = group.gid
  }

  /// Looks whether `directory` is the group's, or the next start can give it to the group.
  ///
  /// - Throws: `ServerError.notInGroup`.
  func requireAdmission(to directory: DataDirectory) throws(ServerError) {
    var status = stat()
    let isGiven = stat(directory.path, &status) == 0 && status.st_gid == gid
    guard isGiven || geteuid() == 0 || group.hasThisProcess || group.hasThisUser else {
      throw .notInGroup(group, directory)
    }
  }

  /// Lets the group pass through `directory` to the control socket; it can list and read nothing there.
  ///
  /// - Throws: `ServerError`.
  func admit(to directory: DataDirectory) throws(ServerError) {
    var status = stat()
    guard stat(directory.path, &status) == 0 else { throw .file(FileError(.open, directory.path)) }
    // A service that may give nothing away still serves a directory that was given to the group before.
    if status.st_gid != gid, chown(directory.path, uid_t.max, gid) != 0 {
      guard errno == EPERM else { throw .file(FileError(.write, directory.path)) }
      throw .notInGroup(group, directory)
    }
    guard status.st_mode & 0o7777 != 0o710 || status.st_gid != gid else { return }
    guard chmod(directory.path, 0o710) == 0 else { throw .file(FileError(.write, directory.path)) }
  }
}
