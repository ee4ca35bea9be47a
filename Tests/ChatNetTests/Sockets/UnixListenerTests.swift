import ChatTestSupport
import Dispatch
import Glibc
import Testing

@testable import ChatNet

/// A Unix socket for a group, and whether whoever connects belongs to it.
@Suite struct UnixListenerTests {
  private func look(group: UInt32?) throws -> (peer: UnixListener.Peer?, mode: mode_t, gid: UInt32) {
    let directory = try TemporaryDirectory()
    let path = directory.path(of: "socket")
    let peers = Collector<UnixListener.Peer>()
    let listener = try UnixListener(path: path, group: group, queue: DispatchQueue(label: "test")) { descriptor, peer in
      close(descriptor)
      peers.add(peer)
    }
    let client = try UnixListener.connect(to: path)
    defer { close(client) }
    var status = stat()
    lstat(path, &status)
    try peers.wait(count: 1)
    listener.stop()
    return (peers.all.first, status.st_mode & 0o777, status.st_gid)
  }

  @Test func forNobodyElse() throws {
    let found = try look(group: nil)
    #expect(found.mode == 0o600)
    #expect(found.peer == UnixListener.Peer(uid: geteuid(), pid: getpid(), isMember: false))
  }

  @Test func forTheOwnGroup() throws {
    let found = try look(group: getegid())
    #expect(found.mode == 0o660 && found.gid == getegid())
    #expect(found.peer?.isMember == true)
  }

  @Test(.enabled(if: geteuid() == 0, "giving a socket to any group takes root"))
  func forAnotherGroup() throws {
    let found = try look(group: 54_321)
    #expect(found.mode == 0o660 && found.gid == 54_321)
    #expect(found.peer?.isMember == false)
  }
}
