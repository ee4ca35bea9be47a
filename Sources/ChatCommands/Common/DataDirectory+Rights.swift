import ChatCore
import ChatServer
import ChatStore
import ChatSystem
import Glibc

extension DataDirectory {
  /// Refuses a directory that this process may not look into, with the command that may: members of the admin group steer
  /// the server, and read nothing.
  func requireReadable() throws(Failure) {
    var status = stat()
    guard faccessat(AT_FDCWD, path, R_OK | X_OK, AT_EACCESS) != 0, errno == EACCES else { return }
    let owner = stat(path, &status) == 0 ? "belongs to \(SystemUser(status.st_uid))" : "belongs to another user"
    let command = (["sudo", "chatctl"] + CommandLine.arguments.dropFirst().map(\.shellWord)).joined(separator: " ")
    throw Failure(
      message: "the data directory \(path) \(owner), and nobody else but root may look into it. Say \"\(command)\".",
      code: EX_NOPERM)
  }

  /// Gives root's rights up for those of the directory's owner, for whatever is about to write there: the server could not
  /// use files of root, and no link of the owner leads root anywhere.
  ///
  /// - Parameter source: what is going to be read besides, which the owner may have no right to.
  func takeOwnersRights(toRead source: String? = nil) throws(Failure) {
    var status = stat()
    guard geteuid() == 0, stat(path, &status) == 0, status.st_uid != 0 else { return }
    let owner = SystemUser(status.st_uid)
    var group = status.st_gid
    guard setgroups(1, &group) == 0, setgid(group) == 0, setuid(owner.uid) == 0 else {
      throw Failure(
        message: "can't go on as \(owner), to whom \(path) belongs: \(String(systemError: errno)). Run this as that "
          + "user.", code: EX_NOPERM)
    }
    guard let source, faccessat(AT_FDCWD, source, R_OK, AT_EACCESS) != 0, errno == EACCES else { return }
    let copy = "sudo cp -r \(source.shellWord) /var/tmp/copy && sudo chown -R \(owner.owner.shellWord) /var/tmp/copy"
    throw Failure(
      message: "\(TerminalSanitizer.line(source)) is closed to \(owner), to whom \(path) belongs and as whom this goes "
        + "on. Give that user a copy with \"\(copy)\", and name that.", code: EX_NOPERM)
  }
}
