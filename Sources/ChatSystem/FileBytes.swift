import Glibc

/// Whole files in memory.
public enum FileBytes {
  /// The bytes of the regular file at `path`; nil when there is none.
  ///
  /// - Throws: `FileError`.
  public static func read(_ path: String) throws(FileError) -> [UInt8]? {
    guard let file = try FileDescriptor.regular(path) else { return nil }
    var bytes: [UInt8] = []
    try file.read { bytes.append(contentsOf: $0) }
    return bytes
  }
}
