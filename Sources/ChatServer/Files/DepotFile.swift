import Glibc

/// One open file of the depot. Closed when it is let go.
final class DepotFile {
  private let descriptor: Int32
  private let path: String

  /// Creates a new file that only the server's user may read.
  ///
  /// - Throws: `DepotError`.
  init(creating path: String) throws(DepotError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw DepotError(code: errno, path: path) }
  }

  /// Opens a stored file to send it.
  ///
  /// - Throws: `DepotError`.
  init(reading path: String) throws(DepotError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw DepotError(code: errno, path: path) }
  }

  deinit {
    close(descriptor)
  }

  /// Writes all of `bytes` at the end.
  ///
  /// - Throws: `DepotError`, for a full disk among others.
  func append(_ bytes: [UInt8]) throws(DepotError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written) }
      if count < 0 {
        guard errno == EINTR else { throw DepotError(code: errno, path: path) }
        continue
      }
      written += count
    }
  }

  /// Reads up to `count` bytes; fewer only at the end of the file.
  ///
  /// - Throws: `DepotError`.
  func read(_ count: Int) throws(DepotError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled)
        if got < 0 {
          if errno == EINTR { continue }
          failure = errno
          break
        }
        if got == 0 { break }
        filled += got
      }
    }
    guard failure == 0 else { throw DepotError(code: failure, path: path) }
    return bytes
  }

  /// Returns when everything written is on the disk.
  ///
  /// - Throws: `DepotError`.
  func synchronize() throws(DepotError) {
    guard fsync(descriptor) == 0 else { throw DepotError(code: errno, path: path) }
  }
}
