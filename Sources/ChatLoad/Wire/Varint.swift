/// Numbers as protobuf writes them: seven bits a byte, the lowest first.
enum Varint {
  /// How many bytes `value` takes.
  @inline(__always)
  static func count(_ value: UInt64) -> Int {
    max(1, (70 - value.leadingZeroBitCount) / 7)
  }

  /// Appends `value`.
  @inline(__always)
  static func append(_ value: UInt64, to output: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    output.append(UInt8(truncatingIfNeeded: rest))
  }

  /// `value` alone.
  static func bytes(_ value: UInt64) -> [UInt8] {
    var output: [UInt8] = []
    append(value, to: &output)
    return output
  }
}
