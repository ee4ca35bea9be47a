import ChatCore
import ChatSystem
import Glibc

/// A file that is coming in, under a hidden name in the directory it will stay in. Belongs to one queue.
final class PartialFile {
  private let name: FileName
  private let directory: String
  private let path: String
  private let mode: mode_t
  private let file: FileDescriptor
  private var writeBehind = WriteBehind()

  /// The most names that are tried.
  private static let mostNames = 10_000

  /// Creates the hidden file, readable for nobody else.
  ///
  /// - Parameter umask: what the person's umask takes away from the final file, which is never executable.
  init(for name: FileName, in directory: String, umask: UInt32) throws(LocalFileError) {
    self.name = name
    self.directory = directory
    mode = 0o666 & ~mode_t(umask)
    let path = directory + "/" + SaveName.partial(name, random: .random(in: 0 ... .max))
    self.path = path
    do throws(FileError) {
      file = try FileDescriptor(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
    } catch {
      throw .system(operation: .writing, path: name.text, code: error.code)
    }
  }

  /// Appends `bytes`.
  func write(_ bytes: [UInt8]) throws(LocalFileError) {
    do throws(FileError) {
      try file.write(bytes)
      writeBehind.wrote(bytes.count, to: file)
    } catch {
      throw .system(operation: .writing, path: name.text, code: error.code)
    }
  }

  /// Brings the file to the disk and gives it the first free name. The path of it, absolute.
  func keep() throws(LocalFileError) -> String {
    guard fchmod(file.raw, mode) == 0, fsync(file.raw) == 0 else { throw failure() }
    for number in 0..<Self.mostNames {
      let final = directory + "/" + SaveName.candidate(name, number)
      guard try place(at: final) else { continue }
      syncDirectory()
      return absolute(final)
    }
    throw .noFreeName(name: name.text)
  }

  /// Removes it.
  func discard() {
    unlink(path)
  }

  /// Gives the file the name `final` unless that is taken; false when it is.
  private func place(at final: String) throws(LocalFileError) -> Bool {
    // link(2) never replaces anything, so nobody can slip a file in between.
    if link(path, final) == 0 {
      unlink(path)
      return true
    }
    switch errno {
    case EEXIST:
      return false
    case EPERM, EOPNOTSUPP, ENOSYS, EMLINK:
      return try placeWithoutLinks(at: final)
    default:
      throw failure()
    }
  }

  /// The same where the file system knows no links: takes the name with an empty file of ours, then replaces that.
  private func placeWithoutLinks(at final: String) throws(LocalFileError) -> Bool {
    let reserved = open(final, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard reserved >= 0 else {
      if errno == EEXIST { return false }
      throw failure()
    }
    close(reserved)
    guard rename(path, final) == 0 else {
      let error = failure()
      unlink(final)
      throw error
    }
    return true
  }

  private func syncDirectory() {
    try? FileDescriptor(directory, O_RDONLY | O_DIRECTORY).sync()
  }

  private func absolute(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private func failure() -> LocalFileError {
    .system(operation: .writing, path: name.text, code: errno)
  }
}
