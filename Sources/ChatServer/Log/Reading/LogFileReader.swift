import ChatSystem
import Glibc

/// Reads whole logs.
public enum LogFileReader {
  /// Calls `body` with every line of the log at `path` from byte `start` on, a torn last one too; it says whether to go
  /// on.
  ///
  /// - Returns: whether there is such a file.
  /// - Throws: `FileError`.
  @discardableResult
  public static func forEachLine(
    of path: String, from start: Int64 = 0, _ body: (LoggedLine) -> Bool
  ) throws(FileError) -> Bool {
    guard let file = try FileDescriptor.regular(path) else { return false }
    lseek(file.raw, off_t(start), SEEK_SET)
    var cutter = LineCutter()
    var goesOn = true
    let take: (LoggedLine) -> Void = { line in
      if goesOn { goesOn = body(line) }
    }
    while goesOn {
      let bytes = try file.read(upTo: FileDescriptor.chunk)
      if bytes.isEmpty { break }
      cutter.add(bytes, take)
    }
    cutter.finish(take)
    return true
  }

  /// Where the last `count` lines of the log at `path` start, in bytes; 0 when there are not so many.
  ///
  /// - Throws: `FileError`.
  public static func start(ofLast count: Int, in path: String) throws(FileError) -> Int64 {
    guard let file = try FileDescriptor.regular(path) else { return 0 }
    var place = lseek(file.raw, 0, SEEK_END)
    guard place >= 0 else { throw FileError(.read, path) }
    let size = place
    var left = count
    while place > 0 {
      let step = min(place, off_t(FileDescriptor.chunk))
      place -= step
      guard lseek(file.raw, place, SEEK_SET) == place else { throw FileError(.read, path) }
      let bytes = try file.read(upTo: Int(step))
      for index in bytes.indices.reversed() where bytes[index] == UInt8(ascii: "\n") {
        let start = place + off_t(index) + 1
        // The line feed at the end ends the last line, and starts none.
        guard start < size || count == 0 else { continue }
        left -= 1
        if left <= 0 { return Int64(start) }
      }
    }
    return 0
  }
}
