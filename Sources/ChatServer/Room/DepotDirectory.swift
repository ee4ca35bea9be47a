import ChatCore
import ChatStore
import ChatSystem
import Glibc

/// The directory of waiting files: bytes named by number, and never by what a person called them.
struct DepotDirectory: Sendable {
  /// The directory, which exists.
  let path: String

  /// Where the whole bytes of `file` are.
  func path(of file: FileID) -> String {
    "\(path)/\(file.depotName)"
  }

  /// Where bytes gather while they come.
  func partialPath(of file: FileID) -> String {
    "\(path)/\(file.depotName).part"
  }

  /// Makes the file for the bytes of an upload; only the server's user may read it.
  func create(_ file: FileID) throws(FileError) -> DepotFile {
    try DepotFile(partialPath(of: file), O_WRONLY | O_CREAT | O_EXCL)
  }

  /// Opens the whole bytes of `file` to send them.
  func open(_ file: FileID) throws(FileError) -> DepotFile {
    try DepotFile(path(of: file), O_RDONLY | O_NOFOLLOW)
  }

  /// Gives complete bytes their name; they and the name are on the disk when it returns.
  func keep(_ file: FileID) throws(FileError) {
    guard rename(partialPath(of: file), path(of: file)) == 0 else { throw FileError(.write, path(of: file)) }
    try FileDescriptor(path, O_RDONLY | O_DIRECTORY).sync()
  }

  /// Deletes the bytes of `file`, whole ones and partial ones. What is not there is no error.
  func delete(_ file: FileID) {
    unlink(path(of: file))
    unlink(partialPath(of: file))
  }

  /// Deletes everything that no record speaks of: what a crash left behind.
  func sweep(keeping files: Set<FileID>) {
    guard let names = try? DirectoryEntries.names(of: path) else { return }
    let kept = Set(files.map(\.depotName))
    for name in names where !kept.contains(name) {
      unlink("\(path)/\(name)")
    }
  }
}

/// One open file of the depot, shared by the copies of the transfer's state. Closed when the last of them is let go.
final class DepotFile {
  let file: FileDescriptor
  private var writeBehind = WriteBehind()

  init(_ path: String, _ flags: Int32) throws(FileError) {
    file = try FileDescriptor(path, flags)
  }

  /// Writes all of `bytes` at the end.
  func write(_ bytes: [UInt8]) throws(FileError) {
    try file.write(bytes)
    writeBehind.wrote(bytes.count, to: file)
  }
}

extension FileError {
  /// For the person whose transfer it was, who needs no path of the server.
  var depotReason: String {
    switch code {
    case ENOSPC, EDQUOT: "the server's disk is full"
    case ENOENT: "its bytes are gone"
    default: "the server's disk reports an error (\(code))"
    }
  }
}
