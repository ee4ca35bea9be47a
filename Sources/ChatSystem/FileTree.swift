import Glibc

/// Whole directories with everything in them. Symbolic links are never followed.
public enum FileTree {
  /// Removes what lies at `path`, a directory with all that it holds. What is not there is no error.
  ///
  /// - Throws: `FileError`; a part may be gone.
  public static func remove(_ path: String) throws(FileError) {
    if unlink(path) == 0 || errno == ENOENT { return }
    // unlink(2) of a directory: EISDIR on Linux, EPERM by POSIX.
    guard errno == EISDIR || errno == EPERM else { throw FileError(.write, path) }
    for name in try DirectoryEntries.names(of: path) ?? [] {
      try remove("\(path)/\(name)")
    }
    guard rmdir(path) == 0 || errno == ENOENT else { throw FileError(.write, path) }
  }

  /// Waits until the names in the directory at `path` are on the disk.
  ///
  /// - Throws: `FileError`.
  public static func syncNames(in path: String) throws(FileError) {
    try FileDescriptor(path, O_RDONLY | O_DIRECTORY).sync()
  }
}
