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
