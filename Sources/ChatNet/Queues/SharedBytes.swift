/// Bytes that never change, encoded once and shared by everyone they are sent to.
///
/// Its memory has a fixed place, so that a system call can be given a pointer into it. From any queue.
public final class SharedBytes: @unchecked Sendable {  // Nothing in it changes after init.
  /// The number of bytes; below 4 GiB.
  public let count: Int
  let base: UnsafeRawPointer

  /// `count` bytes, which `fill` writes, all of them.
  public init(count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows {
    precondition(count <= Int(UInt32.max), "a buffer of 4 GiB or more")
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1), alignment: 8)
    self.count = count
    self.base = UnsafeRawPointer(memory)
    try fill(UnsafeMutableRawBufferPointer(start: memory, count: count))
  }

  /// A copy of `bytes`.
  public convenience init(_ bytes: some Collection<UInt8>) {
    self.init(count: bytes.count) { $0.copyBytes(from: bytes) }
  }

  /// A copy of the memory `bytes`.
  public convenience init(copying bytes: UnsafeRawBufferPointer) {
    self.init(count: bytes.count) { $0.copyMemory(from: bytes) }
  }

  deinit {
    base.deallocate()
  }

  /// The bytes; valid only inside `body`.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// All of it.
  public var slice: ByteSlice {
    ByteSlice(self, 0..<count)
  }
}
