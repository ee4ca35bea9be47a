import CLinux
import ChatSystem
import Dispatch
import Glibc

/// Accepts connections on a Unix socket that only its owner, and perhaps a group, may use (unix(7)).
public final class UnixListener: @unchecked Sendable {  // Nothing in it changes after init but on `queue`.
  /// The other end of a connection, as the kernel knows it (SO_PEERCRED).
  public struct Peer: Hashable, Sendable {
    /// The user.
    public let uid: UInt32
    /// The process; 0 when it can't be seen from here (pid_namespaces(7)).
    public let pid: Int32
    /// True when it belongs to the group that the listener is for (SO_PEERGROUPS).
    public let isMember: Bool

    /// A peer of these parts.
    public init(uid: UInt32, pid: Int32, isMember: Bool = false) {
      self.uid = uid
      self.pid = pid
      self.isMember = isMember
    }
  }

  private let descriptor: Int32
  private let path: String
  private let source: any DispatchSourceRead

  /// Listens at `path`, mode 0600. A socket that nobody listens at any more is removed first.
  ///
  /// - Parameter group: the group that may use it too: then the socket is its, mode 0660.
  /// - Parameter onAccept: takes over a connected, non-blocking socket; called on `queue`.
  /// - Throws: `NetError`: EADDRINUSE when somebody listens there.
  public init(
    path: String, group: UInt32? = nil, queue: DispatchQueue, onAccept: @escaping @Sendable (Int32, Peer) -> Void
  ) throws(NetError) {
    self.path = path
    descriptor = try Self.open(path, group)
    source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    source.setEventHandler { [descriptor] in
      while case .value(let accepted) = SystemCall.run({ clinux_accept(descriptor, nil, nil) }) {
        guard let peer = Self.peer(of: accepted, group) else {
          close(accepted)
          continue
        }
        onAccept(accepted, peer)
      }
    }
    source.setCancelHandler { [descriptor] in _ = close(descriptor) }
    source.activate()
  }

  deinit {
    source.cancel()
  }

  /// Stops listening and removes the socket. From any queue, once.
  public func stop() {
    source.cancel()
    unlink(path)
  }

  /// How long a listener that takes nobody is waited for, in seconds.
  public static let patience = 10.0

  /// Connects to the socket at `path`, blocking.
  ///
  /// - Throws: `NetError`: ENOENT when there is no socket, ECONNREFUSED when nobody listens, EACCES when it is not for us,
  ///   EAGAIN when the listener takes nobody for ten seconds.
  public static func connect(to path: String) throws(NetError) -> Int32 {
    let descriptor = try makeSocket(path, flags: 0)
    do throws(NetError) {
      // connect(2) on such a socket waits for room in the listener's queue; the time to send is its limit.
      var limit = timeval(tv_sec: Int(patience), tv_usec: 0)
      let size = socklen_t(MemoryLayout<timeval>.size)
      try SystemCall.check(.socketOption, path) { setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size) }
      let result = try withUnixSocketAddress(path) { Glibc.connect(descriptor, $0, $1) }
      guard result == 0 else { throw NetError(.connect, code: errno, context: path) }
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  private static func open(_ path: String, _ group: UInt32?) throws(NetError) -> Int32 {
    do throws(NetError) {
      close(try connect(to: path))
      throw NetError(.bind, code: EADDRINUSE, context: path)
    } catch {
      if error.code == ECONNREFUSED {
        unlink(path)
      } else if error.code != ENOENT {
        throw error
      }
    }
    let descriptor = try makeSocket(path, flags: Int32(bitPattern: SOCK_NONBLOCK.rawValue))
    do throws(NetError) {
      // The mode comes from the umask at bind; chmod afterwards would leave a moment in which others may connect.
      let mask = umask(0o177)
      let bound = Result<Int32, NetError> { () throws(NetError) in
        try withUnixSocketAddress(path) { Glibc.bind(descriptor, $0, $1) }
      }
      let code = errno
      umask(mask)
      guard try bound.get() == 0 else { throw NetError(.bind, code: code, context: path) }
      if let group {
        try SystemCall.check(.bind, path) { lchown(path, uid_t.max, group) }
        try SystemCall.check(.bind, path) { chmod(path, 0o660) }
      }
      try SystemCall.check(.listen, path) { listen(descriptor, 32) }
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  private static func makeSocket(_ path: String, flags: Int32) throws(NetError) -> Int32 {
    let kind = Int32(bitPattern: SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue) | flags
    return try SystemCall.check(.socket, path) { socket(AF_UNIX, kind, 0) }
  }

  /// The other end of the connected socket `descriptor`: for a client, whoever began to listen there; nil when the
  /// system can't tell.
  public static func peer(of descriptor: Int32, _ group: UInt32? = nil) -> Peer? {
    var user: UInt32 = 0
    var process: Int32 = 0
    guard clinux_peer(descriptor, &user, &process) == 0 else { return nil }
    return Peer(uid: user, pid: process, isMember: group.map { clinux_peer_belongs(descriptor, $0) == 1 } ?? false)
  }
}

/// Calls `body` with the socket address (unix(7)) of the file `path`.
///
/// A path too long for the system's structure is reached through a descriptor of its directory, /proc/self/fd/N/NAME. One
/// that begins with `@` is an abstract name.
func withUnixSocketAddress(
  _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) throws(NetError) -> Int32 {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  let capacity = MemoryLayout.size(ofValue: address.sun_path) - 1
  var shortened = path
  var directory: FileDescriptor?
  if path.utf8.count > capacity {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex
    let opened: FileDescriptor
    do throws(FileError) {
      opened = try FileDescriptor(String(path[..<slash]), O_RDONLY | O_DIRECTORY)
    } catch {
      throw NetError(.socket, code: error.code, context: path)
    }
    shortened = "/proc/self/fd/\(opened.raw)\(path[slash...])"
    directory = consume opened
  }
  guard shortened.utf8.count <= capacity else { throw NetError(.socket, code: ENAMETOOLONG, context: path) }
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: shortened.utf8) }
  var length = MemoryLayout<sockaddr_un>.size
  if path.utf8.first == UInt8(ascii: "@") {
    // Of an abstract name every byte counts, the zeros at its end too.
    address.sun_path.0 = 0
    length = MemoryLayout<sockaddr_un>.size - capacity - 1 + shortened.utf8.count
  }
  let result = withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(length)) }
  }
  _ = consume directory
  return result
}
