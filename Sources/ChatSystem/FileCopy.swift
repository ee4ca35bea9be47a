import Glibc

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
