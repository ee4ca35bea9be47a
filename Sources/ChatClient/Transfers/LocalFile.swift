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
  private let modified: timespec

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
    (name, size, modified) = try Self.examine(file.raw, path)
    self.path = path
  }

  /// Whether nobody has written to it since it was opened, as far as its size and time tell.
  var isUnchanged: Bool {
    get throws(LocalFileError) {
      let now = try Self.status(of: file.raw, path)
      return now.st_size == size && now.st_mtim.tv_sec == modified.tv_sec && now.st_mtim.tv_nsec == modified.tv_nsec
    }
  }

  /// The next read begins at `offset`.
  func skip(to offset: Int64) throws(LocalFileError) {
    do throws(FileError) {
      try file.skip(to: offset)
    } catch {
      throw .system(operation: .reading, path: path, code: error.code)
    }
  }

  /// The next `count` bytes, from where the last ones ended; fewer at the end of the file.
  func read(_ count: Int) throws(LocalFileError) -> [UInt8] {
    do throws(FileError) {
      return try file.read(upTo: count)
    } catch {
      throw .system(operation: .reading, path: path, code: error.code)
    }
  }

  private static func status(of descriptor: Int32, _ path: String) throws(LocalFileError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(operation: .reading, path: path, code: errno) }
    return status
  }

  private static func examine(
    _ descriptor: Int32, _ path: String
  ) throws(LocalFileError) -> (FileName, Int64, timespec) {
    let status = try status(of: descriptor, path)
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .directory(path: path)
    default: throw .notRegular(path: path)
    }
    do throws(Refusal) {
      return (try FileName(lastComponentOf: path), Int64(status.st_size), status.st_mtim)
    } catch {
      throw .nameNotAllowed(path: path)
    }
  }
}
