/// Counts the bytes that fields take.
struct FieldCount: FieldSink {
  private(set) var bytes = 0

  /// The bytes of `message`.
  @inline(__always)
  init(of message: some WireMessage) {
    message.sayFields(to: &self)
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

  @inline(__always)
  mutating func put(_ bytes: [UInt8]) {
    self.bytes += bytes.count
  }

  @inline(__always)
  mutating func put(_ message: some WireMessage) {
    let count = FieldCount(of: message).bytes
    bytes += Self.bytes(ofVarint: UInt64(count)) + count
  }

  /// How many bytes a number takes.
  @inline(__always)
  static func bytes(ofVarint value: UInt64) -> Int {
    max(1, (70 - value.leadingZeroBitCount) / 7)
  }
}
