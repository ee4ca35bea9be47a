import CLinux

/// Has the disk busy while a file is being written, so that there is little left to wait for when it is synced at its end:
/// by itself the kernel begins after seconds, or when much of the memory is waiting.
public struct WriteBehind: Sendable {
  /// So many bytes are handed to the disk at once.
  private static let portion: Int64 = 8 << 20

  private var written: Int64 = 0
  private var begun: Int64 = 0

  /// For a file that has nothing in it yet.
  public init() {}

  /// Notes that `count` more bytes were appended to `file`. What goes wrong is told by its next sync.
  public mutating func wrote(_ count: Int, to file: borrowing FileDescriptor) {
    written += Int64(count)
    guard written - begun >= Self.portion else { return }
    _ = clinux_begin_writing(file.raw, begun, written - begun)
    begun = written
  }
}
