/// Counts the bytes that fields take.
struct FieldCount: FieldSink {
  private(set) var bytes = 0

  /// The bytes of `message`.
  @inline(__always)
  init(of message: some HandmadeMessage) {
    message.sayFields(to: &self)
  }

  @inline(__always)
  mutating func put(_ byte: UInt8) {
    bytes += 1
  }

  @inline(__always)
  mutating func put(varint: UInt64) {
    bytes += Self.bytes(ofVarint: varint)
  }

  @inline(__always)
  mutating func put(fixed: UInt64) {
    bytes += 8
  }

  @inline(__always)
  mutating func put(_ text: String) {
    bytes += text.utf8.count
  }

  /// How many bytes a number takes.
  @inline(__always)
  static func bytes(ofVarint value: UInt64) -> Int {
    max(1, (70 - value.leadingZeroBitCount) / 7)
  }
}
