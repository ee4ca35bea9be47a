import CLinux
import Glibc

/// An open file that closes itself. One thread at a time.
public struct FileDescriptor: ~Copyable, Sendable {
  /// For calls that are not wrapped here.
  public let raw: Int32
  /// The path that was opened.
  public let path: String

  /// How many bytes are read or written at once.
  public static let chunk = 1 << 18

  /// Opens `path` (open(2)), always with O_CLOEXEC.
  public init(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(FileError) {
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
  public static func regular(_ path: String) throws(FileError) -> FileDescriptor? {
    let file: FileDescriptor
    do throws(FileError) {
      file = try FileDescriptor(path, O_RDONLY | O_NONBLOCK)
    } catch {
      if error.code == ENOENT || error.code == ENOTDIR || error.code == ENAMETOOLONG { return nil }
      throw error
    }
    guard try file.isRegular else { return nil }
    return file
  }

  /// True for a regular file, which is no pipe, device or directory.
  public var isRegular: Bool {
    get throws(FileError) {
      var status = stat()
      guard fstat(raw, &status) == 0 else { throw FileError(.open, path) }
      return status.st_mode & S_IFMT == S_IFREG
    }
  }

  /// Calls `body` with every stretch of bytes from here to the end.
  public func read(_ body: (UnsafeRawBufferPointer) throws(FileError) -> Void) throws(FileError) {
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
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.write(raw, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError(.write, path) }
      rest = rest.dropFirst(count)
    }
  }

  /// Reads and writes go on at `offset` bytes from the start.
  public func skip(to offset: Int64) throws(FileError) {
    guard lseek(raw, off_t(offset), SEEK_SET) >= 0 else { throw FileError(.read, path) }
  }

  /// Reads up to `count` bytes from here; fewer only at the end of the file.
  public func read(upTo count: Int) throws(FileError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = Glibc.read(raw, buffer.baseAddress.map { $0 + filled }, count - filled)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        if got <= 0 { break }
        filled += got
      }
    }
    guard failure == 0 else { throw FileError(.read, path, code: failure) }
    return bytes
  }

  /// Writes all of `bytes`.
  public func write(_ bytes: [UInt8]) throws(FileError) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(FileError) in try write(UnsafeRawBufferPointer(bytes)) }
  }

  /// Writes all of `bytes` over what stands at `offset`; where the next bytes go stays as it is.
  public func write(_ bytes: [UInt8], at offset: Int64) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { pwrite(raw, $0.baseAddress, $0.count, off_t(offset) + off_t(done)) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError(.write, path) }
      done += count
    }
  }

  /// The number of bytes in the file.
  public func size() throws(FileError) -> Int64 {
    var status = stat()
    guard fstat(raw, &status) == 0 else { throw FileError(.read, path) }
    return Int64(status.st_size)
  }

  /// Waits until everything is on the disk.
  public func sync() throws(FileError) {
    guard fsync(raw) == 0 else { throw FileError(.write, path) }
  }
}

/// Has the disk busy while a file is being written, so that there is little left to wait for when it is synced at its end:
/// by itself the kernel begins after seconds, or when much of the memory is waiting.
public struct WriteBehind: Sendable {
  /// So many bytes are handed to the disk at once.
  private static let portion: Int64 = 8 << 20

  private var written: Int64 = 0
  private var begun: Int64 = 0

  /// For a file that has nothing in it yet.
  public init() {}

  /// Notes that `count` more bytes were appended to `file`. What goes wrong is told by its next sync.
  public mutating func wrote(_ count: Int, to file: borrowing FileDescriptor) {
    written += Int64(count)
    guard written - begun >= Self.portion else { return }
    _ = clinux_begin_writing(file.raw, begun, written - begun)
    begun = written
  }
}

/// Whole files in memory.
public enum FileBytes {
  /// The bytes of the regular file at `path`; nil when there is none.
  public static func read(_ path: String) throws(FileError) -> [UInt8]? {
    guard let file = try FileDescriptor.regular(path) else { return nil }
    var bytes: [UInt8] = []
    try file.read { bytes.append(contentsOf: $0) }
    return bytes
  }
}

/// Copies a file's bytes, to appear whole or not at all.
public enum FileCopy {
  /// Copies the regular file `source` to `target`, which is on the disk when this returns.
  ///
  /// - Parameter look: is shown all bytes on their way.
  /// - Returns: how many there were.
  /// - Throws: `FileError`; with ENOENT when `source` is none.
  public static func copy(
    from source: String, to target: String, look: (UnsafeRawBufferPointer) -> Void = { _ in }
  ) throws(FileError) -> Int64 {
    guard let file = try FileDescriptor.regular(source) else { throw FileError(.open, source, code: ENOENT) }
    let copy = try AtomicFile(path: target)
    var size: Int64 = 0
    try file.read { (bytes) throws(FileError) in
      look(bytes)
      size += Int64(bytes.count)
      try copy.write(bytes)
    }
    try copy.publish()
    return size
  }
}
