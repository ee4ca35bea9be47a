/// Writes fields. Who writes more than there is room for traps.
extension OutputSpan: FieldSink where Element == UInt8 {
  @inline(__always)
  mutating func put(_ byte: UInt8) {
    append(byte)
  }

  @inline(__always)
  mutating func put(varint: UInt64) {
    var rest = varint
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  @inline(__always)
  mutating func put(fixed: UInt64) {
    withUnsafeBytes(of: fixed.littleEndian) { put($0) }
  }

  @inline(__always)
  mutating func put(_ text: String) {
    text.utf8.span.withUnsafeBytes { put($0) }
  }

  /// Takes a number in four bytes, the highest first.
  @inline(__always)
  mutating func put(bigEndian number: UInt32) {
    withUnsafeBytes(of: number.bigEndian) { put($0) }
  }

  @inline(__always)
  private mutating func put(_ bytes: UnsafeRawBufferPointer) {
    withUnsafeMutableBufferPointer { output, count in
      UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(output)[count...]).copyMemory(from: bytes)
      count += bytes.count
    }
  }
}
