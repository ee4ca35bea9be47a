import Glibc

/// The room that a file system has left (statvfs(3)), without what is kept for root.
public struct DiskRoom: Hashable, Sendable {
  /// As many bytes as an Int64 holds at most: network file systems make up numbers.
  public let freeBytes: Int64
  /// So many more files; nil where the file system does not count them.
  public let freeNodes: Int64?
  /// True when nothing can be written there.
  public let isReadOnly: Bool

  /// The room below `path`.
  ///
  /// - Throws: `FileError`.
  public init(below path: String) throws(FileError) {
    var disk = statvfs()
    guard statvfs(path, &disk) == 0 else { throw FileError(.open, path) }
    freeBytes = Self.bytes(UInt64(disk.f_bavail), of: UInt64(disk.f_frsize))
    freeNodes = disk.f_files > 0 ? Int64(clamping: UInt64(disk.f_favail)) : nil
    isReadOnly = disk.f_flag & UInt(ST_RDONLY) != 0
  }

  static func bytes(_ blocks: UInt64, of size: UInt64) -> Int64 {
    let (bytes, isTooMuch) = blocks.multipliedReportingOverflow(by: size)
    return isTooMuch ? .max : Int64(clamping: bytes)
  }
}
