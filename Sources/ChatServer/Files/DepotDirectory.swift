import ChatCore
import Glibc

/// The directory of waiting files: bytes named by number, and never by what a person called them.
struct DepotDirectory: Sendable {
  /// The directory, which exists.
  let path: String

  /// Where the whole bytes of `file` are.
  func path(of file: FileID) -> String {
    "\(path)/\(file.rawValue)"
  }

  /// Where bytes gather while they come.
  func partialPath(of file: FileID) -> String {
    "\(path)/\(file.rawValue).part"
  }

  /// Gives complete bytes their name; they and the name are on the disk when it returns.
  ///
  /// - Throws: `DepotError`.
  func keep(_ file: FileID) throws(DepotError) {
    guard rename(partialPath(of: file), path(of: file)) == 0 else { throw DepotError(code: errno, path: path) }
    let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw DepotError(code: errno, path: path) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw DepotError(code: errno, path: path) }
  }

  /// Deletes the bytes of `file`, whole ones and partial ones. What is not there is no error.
  func delete(_ file: FileID) {
    unlink(path(of: file))
    unlink(partialPath(of: file))
  }

  /// Deletes everything that no record speaks of: what a crash left behind.
  func sweep(keeping files: Set<FileID>) {
    guard let directory = opendir(path) else { return }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      names.append(name)
    }
    let kept = Set(files.map { String($0.rawValue) })
    for name in names where name != "." && name != ".." && !kept.contains(name) {
      unlink("\(path)/\(name)")
    }
  }
}
