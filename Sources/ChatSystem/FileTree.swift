import Glibc

/// Whole directories with everything in them. Symbolic links are never followed.
public enum FileTree {
  /// Makes the directory at `path` and what leads to it (mkdir -p) with mode 0700; an existing one stays as it is.
  ///
  /// - Throws: `FileError`.
  public static func create(_ path: String) throws(FileError) {
    if mkdir(path, 0o700) == 0 { return }
    let code = errno
    if code == ENOENT, let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex {
      try create(String(path[..<slash]))
      guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileError(.open, path) }
      return
    }
    var status = stat()
    guard code == EEXIST, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw FileError(.open, path, code: code == EEXIST ? ENOTDIR : code)
    }
  }

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
