import Glibc

/// An open file that closes itself.
struct FileDescriptor: ~Copyable {
  let raw: Int32
  let path: String

  /// How many bytes are read or written at once.
  static let chunk = 1 << 18

  /// Opens `path` (open(2)).
  init(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(FileError) {
    raw = open(path, flags | O_CLOEXEC, mode)
    self.path = path
    guard raw >= 0 else { throw FileError(.open, path) }
  }

  deinit {
    if raw >= 0 {
      close(raw)
    }
  }

  /// Opens an existing regular file for reading; nil when there is none of that name.
  static func regular(_ path: String) throws(FileError) -> FileDescriptor? {
    let file: FileDescriptor
    do throws(FileError) {
      file = try FileDescriptor(path, O_RDONLY | O_NONBLOCK)
    } catch {
      if error.code == ENOENT || error.code == ENOTDIR || error.code == ENAMETOOLONG { return nil }
      throw error
    }
    var status = stat()
    guard fstat(file.raw, &status) == 0 else { throw FileError(.open, path) }
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    return file
  }

  /// Calls `body` with every stretch of bytes from here to the end.
  func read(_ body: (UnsafeRawBufferPointer) throws(FileError) -> Void) throws(FileError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunk, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = Glibc.read(raw, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileError(.read, path) }
      if count == 0 { return }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// Writes all of `bytes`.
  func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.write(raw, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError(.write, path) }
      rest = rest.dropFirst(count)
    }
  }

  /// Waits until everything is on the disk.
  func sync() throws(FileError) {
    guard fsync(raw) == 0 else { throw FileError(.write, path) }
  }
}
