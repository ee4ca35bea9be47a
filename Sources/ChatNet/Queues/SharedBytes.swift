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

/// A part of shared bytes. Cheap to copy: a reference and two numbers.
public struct ByteSlice: Sendable {
  /// The bytes that it is a part of.
  public let buffer: SharedBytes
  private(set) var start: UInt32
  private(set) var end: UInt32

  /// The bytes of `buffer` at `range`.
  public init(_ buffer: SharedBytes, _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= buffer.count, "a slice outside its buffer")
    self.buffer = buffer
    self.start = UInt32(truncatingIfNeeded: range.lowerBound)
    self.end = UInt32(truncatingIfNeeded: range.upperBound)
  }

  /// The number of bytes.
  public var count: Int {
    Int(end &- start)
  }

  /// Where it lies in ``buffer``.
  public var range: Range<Int> {
    Int(start)..<Int(end)
  }

  /// Its first byte.
  var base: UnsafeRawPointer {
    buffer.base + Int(start)
  }

  /// Takes `next` in when it follows directly in the same buffer.
  @inline(__always)
  mutating func extend(by next: ByteSlice) -> Bool {
    guard next.start == end, next.buffer === buffer else { return false }
    end = next.end
    return true
  }

  /// Drops the first `count` bytes.
  mutating func removeFirst(_ count: Int) {
    start &+= UInt32(truncatingIfNeeded: count)
  }
}
