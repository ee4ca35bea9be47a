import ChatSystem

/// One open file of the depot, shared by the copies of the transfer's state. Closed when the last of them is let go.
final class DepotFile {
  private let file: FileDescriptor
  private var writeBehind = WriteBehind()

  init(_ path: String, _ flags: Int32) throws(FileError) {
    file = try FileDescriptor(path, flags)
  }

  /// Writes all of `bytes` at the end.
  func write(_ bytes: [UInt8]) throws(FileError) {
    try file.write(bytes)
    writeBehind.wrote(bytes.count, to: file)
  }

  /// Goes on at `offset`.
  func skip(to offset: Int64) throws(FileError) {
    try file.skip(to: offset)
  }

  /// Reads up to `count` bytes; fewer only at the end of the file.
  func read(upTo count: Int) throws(FileError) -> [UInt8] {
    try file.read(upTo: count)
  }

  /// Returns when everything written is on the disk.
  func sync() throws(FileError) {
    try file.sync()
  }
}
