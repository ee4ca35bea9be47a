import Glibc

/// Whole directories with everything in them. Symbolic links are never followed.
public enum FileTree {
  /// Makes the directory at `path` and what leads to it (mkdir -p) with mode 0700; an existing one stays as it is.
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

  /// The directory that `path` lies in.
  public static func parent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// `stem` and `suffix`, with a number from 2 on between them where that is taken: the first name that nothing has.
  public static func freeName(_ stem: String, _ suffix: String = "") -> String {
    var (path, number) = (stem + suffix, 1)
    while access(path, F_OK) == 0 {
      number += 1
      path = "\(stem).\(number)\(suffix)"
    }
    return path
  }

  /// Gives the file at `path` the first free name of `stem` and `suffix`, which is on the disk when this returns. It never
  /// takes the place of another one, however many do the same at once.
  ///
  /// - Parameter isThere: looks whether what has a name already is the file itself, which then keeps that name.
  /// - Returns: the name.
  public static func publish(
    _ path: String, as stem: String, _ suffix: String = "",
    unless isThere: (_ name: String) throws(FileError) -> Bool = { (_) throws(FileError) in false }
  ) throws(FileError) -> String {
    var number = 1
    while true {
      let name = "\(stem)\(number == 1 ? "" : ".\(number)")\(suffix)"
      if try isThere(name) { return name }
      if link(path, name) != 0 {
        let code = errno
        if access(name, F_OK) == 0 {
          number += 1
          continue
        }
        // A file system without hard links.
        guard rename(path, name) == 0 else { throw FileError(.write, name, code: code) }
      }
      try syncNames(in: parent(of: name))
      return name
    }
  }

  /// Waits until the names in the directory at `path` are on the disk.
  public static func syncNames(in path: String) throws(FileError) {
    try FileDescriptor(path, O_RDONLY | O_DIRECTORY).sync()
  }
}

/// The entries of a directory.
public enum DirectoryEntries {
  /// The names in the directory at `path`, without `.` and `..`, sorted by their bytes; nil when there is none.
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

/// The room that a file system has left (statvfs(3)), without what is kept for root.
public struct DiskRoom: Hashable, Sendable {
  /// As many bytes as an Int64 holds at most: network file systems make up numbers.
  public let freeBytes: Int64
  /// So many more files; nil where the file system does not count them.
  public let freeNodes: Int64?
  /// True when nothing can be written there.
  public let isReadOnly: Bool

  /// The room below `path`.
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

/// Where programs keep what belongs to a person.
///
/// Source: the XDG base directory specification, which has relative paths in its variables ignored.
public enum BaseDirectory {
  /// The directory that `variable` names in this process's environment, else `fallback` in the home directory.
  public static func path(_ variable: String, orHome fallback: String) -> String {
    var environment: [String: String] = [:]
    for name in [variable, "HOME"] {
      environment[name] = getenv(name).map { String(cString: $0) }
    }
    return path(variable, orHome: fallback, environment: environment)
  }

  /// The directory that `variable` names in `environment`, else `fallback` in the home directory.
  public static func path(_ variable: String, orHome fallback: String, environment: [String: String]) -> String {
    if let path = environment[variable], path.utf8.first == UInt8(ascii: "/") {
      return path
    }
    var home = environment["HOME"] ?? ""
    if home.isEmpty, let entry = getpwuid(getuid()), let directory = entry.pointee.pw_dir {
      home = String(cString: directory)
    }
    return "\(home)/\(fallback)"
  }

  /// The directory for what nobody needs when the process has ended: $TMPDIR, else /tmp (the Single UNIX Specification).
  public static var temporary: String {
    let named = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    return named.isEmpty ? "/tmp" : named
  }
}
