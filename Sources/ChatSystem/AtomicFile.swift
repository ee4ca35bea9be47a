import Glibc

/// A file that appears under its name whole or not at all: written aside, synced, renamed, and its directory synced.
///
/// Not thread-safe. One that is not published leaves nothing behind.
public final class AtomicFile {
  /// The name that it gets.
  public let path: String
  private static let prefix = ".chatctl-"
  private static let suffix = ".new"

  private let temporaryPath: String
  private let file: FileDescriptor
  private var buffer: [UInt8] = []
  private var isPublished = false

  /// Begins a file beside `path`.
  public init(path: String, mode: mode_t = 0o600) throws(FileError) {
    self.path = path
    // A name of fixed length: `path` itself may be as long as a name can be.
    let name = "\(Self.prefix)\(getpid())-\(UInt32.random(in: 0...UInt32.max))\(Self.suffix)"
    temporaryPath = "\(FileTree.parent(of: path))/\(name)"
    file = try FileDescriptor(temporaryPath, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
  }

  deinit {
    if !isPublished {
      unlink(temporaryPath)
    }
  }

  /// Appends `text`.
  public func write(_ text: String) throws(FileError) {
    buffer.append(contentsOf: text.utf8)
    try flushIfFull()
  }

  /// Appends `bytes`.
  public func write(_ bytes: [UInt8]) throws(FileError) {
    buffer.append(contentsOf: bytes)
    try flushIfFull()
  }

  /// Appends `bytes`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try flush()
    try file.write(bytes)
  }

  /// Waits until the bytes are on the disk, still under no name that counts.
  public func sync() throws(FileError) {
    try flush()
    try file.sync()
  }

  /// Gives the bytes their name, in place of what had it; all of that is on the disk when it returns.
  public func publish() throws(FileError) {
    try sync()
    guard rename(temporaryPath, path) == 0 else { throw FileError(.write, path) }
    isPublished = true
    try FileDescriptor(FileTree.parent(of: path), O_RDONLY | O_DIRECTORY).sync()
  }

  /// Writes a whole file.
  public static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o600) throws(FileError) {
    let file = try AtomicFile(path: path, mode: mode)
    try file.write(bytes)
    try file.publish()
  }

  /// Removes what processes that are gone left half-written in `directory`; to be called while this one writes nothing
  /// there. That it can't be removed harms nobody.
  public static func sweep(_ directory: String) {
    for name in (try? DirectoryEntries.names(of: directory)) ?? []
    where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
      guard let pid = pid_t(name.dropFirst(prefix.count).prefix { $0.isNumber }) else { continue }
      // In a container each start may well have the number that the killed one had.
      if pid == getpid() || (kill(pid, 0) != 0 && errno == ESRCH) {
        unlink("\(directory)/\(name)")
      }
    }
  }

  private func flushIfFull() throws(FileError) {
    if buffer.count >= FileDescriptor.chunk {
      try flush()
    }
  }

  private func flush() throws(FileError) {
    try buffer.withUnsafeBufferPointer { (bytes) throws(FileError) in try file.write(UnsafeRawBufferPointer(bytes)) }
    buffer.removeAll(keepingCapacity: true)
  }
}
