import Glibc

/// Who gave a command: what the kernel says of the other end of the control socket, or the server's own console.
struct Operator: Hashable, Sendable {
  let uid: UInt32
  let pid: Int32

  /// Whether it is root or the server's own user; else it is a member of `admin-group`.
  var isOwner: Bool {
    uid == 0 || uid == geteuid()
  }
}
