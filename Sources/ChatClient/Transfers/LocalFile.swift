import ChatCore
import ChatSystem
import Glibc

/// A file of the person's own, open to be sent.
final class LocalFile: Sendable {
  /// As it was typed.
  let path: String
  /// The last component of the path: what the receiver gets to see.
  let name: FileName
  /// In bytes, when it was opened.
  let size: Int64
  private let file: FileDescriptor

  /// Opens `path`, where `~/` is the home directory. Blocks as long as the file system does.
  ///
  /// - Throws: `LocalFileError`: missing, a directory, not a regular file, not readable.
  init(path: String) throws(LocalFileError) {
    // O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
    do throws(FileError) {
      file = try FileDescriptor(OwnFiles.expanded(path), O_RDONLY | O_NONBLOCK)
    } catch {
      throw error.code == ENOENT ? .missing(path: path) : .system(operation: .reading, path: path, code: error.code)
    }
    (name, size) = try Self.examine(file.raw, path)
    self.path = path
  }

  /// The next `count` bytes, from where the last ones ended; fewer at the end of the file.
  func read(_ count: Int) throws(LocalFileError) -> [UInt8] {
    do throws(FileError) {
      return try file.read(upTo: count)
    } catch {
      throw .system(operation: .reading, path: path, code: error.code)
    }
  }

  private static func examine(_ descriptor: Int32, _ path: String) throws(LocalFileError) -> (FileName, Int64) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(operation: .reading, path: path, code: errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .directory(path: path)
    default: throw .notRegular(path: path)
    }
    do throws(Refusal) {
      return (try FileName(lastComponentOf: path), Int64(status.st_size))
    } catch {
      throw .nameNotAllowed(path: path)
    }
  }
}
