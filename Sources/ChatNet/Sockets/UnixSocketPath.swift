import ChatSystem
import Glibc

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
