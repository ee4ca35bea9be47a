import Glibc

/// The entries of a directory.
public enum DirectoryEntries {
  /// The names in the directory at `path`, without `.` and `..`, sorted by their bytes; nil when there is none.
  ///
  /// - Throws: `FileError`.
  public static func names(of path: String) throws(FileError) -> [String]? {
    guard let directory = opendir(path) else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw FileError(.open, path)
    }
    defer { closedir(directory) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." {
        names.append(name)
      }
    }
    guard errno == 0 else { throw FileError(.read, path) }
    return names.sorted()
  }
}
