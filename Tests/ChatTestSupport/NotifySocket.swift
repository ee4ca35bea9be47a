import Glibc

/// A service manager's side of sd_notify(3): the socket that `$NOTIFY_SOCKET` names.
public final class NotifySocket {
  /// What to put into `$NOTIFY_SOCKET`.
  public let name: String

  private let descriptor: Int32

  /// A socket at `name`: a path that does not exist yet, or an abstract name that begins with `@`.
  public init(_ name: String) throws {
    self.name = name
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name.utf8) }
    if name.hasPrefix("@") {
      address.sun_path.0 = 0
    }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + name.utf8.count)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    guard result == 0 else { throw ChildProcess.Mismatch(description: "no socket at \(name): errno \(errno)") }
  }

  deinit {
    close(descriptor)
  }

  /// The next message; nil when none came within `seconds`.
  public func message(within seconds: Double = 30) -> String? {
    var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard Glibc.poll(&poll, 1, Deadline(seconds: seconds).milliseconds) == 1 else { return nil }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count >= 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
  }
}
