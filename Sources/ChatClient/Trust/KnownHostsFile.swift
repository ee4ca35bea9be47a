import ChatCore
import ChatSystem
import Glibc

/// The file `known_hosts`: read at each connection, and written whole, so that several programs at once lose nothing.
public struct KnownHostsFile: Sendable {
  /// Where it is.
  public let path: String

  /// The file at `path`; nil for `$XDG_CONFIG_HOME/chatctl/known_hosts`, else `~/.config/chatctl/known_hosts`.
  public init(path: String? = nil) {
    self.path = path ?? BaseDirectory.path("XDG_CONFIG_HOME", orHome: ".config") + "/chatctl/known_hosts"
  }

  /// What is known. A file that is not there knows nobody.
  func read() throws(FileError) -> KnownHosts {
    KnownHosts(String(decoding: (try FileBytes.read(path) ?? []).behindByteOrderMark, as: UTF8.self))
  }

  /// Notes `host`: in the file as it is at that moment, whoever else has written to it.
  func note(_ host: KnownHost) throws(FileError) {
    try makeDirectories()
    let lock = try FileDescriptor(path + ".lock", O_RDWR | O_CREAT)
    while flock(lock.raw, LOCK_EX) != 0 {
      guard errno == EINTR else { throw FileError(.lock, lock.path) }
    }
    var hosts = try read()
    hosts.note(host)
    try AtomicFile.write(Array(hosts.text.utf8), to: target)
    // The lock lasts to here.
    _ = lock.raw
  }

  /// The file itself where `path` is a link to it, which stays one.
  private var target: String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The two directories above the file, where they are missing. Nobody's home is made here.
  private func makeDirectories() throws(FileError) {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Substring.init)
    for count in [2, 1] where parts.count > count + 1 {
      let place = parts.dropLast(count).joined(separator: "/")
      if mkdir(place, 0o700) != 0, errno != EEXIST {
        throw FileError(.open, place)
      }
    }
  }
}
