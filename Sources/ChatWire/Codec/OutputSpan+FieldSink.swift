/// Writes fields. Who writes more than there is room for traps.
extension OutputSpan: FieldSink where Element == UInt8 {
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

  mutating func put(_ bytes: [UInt8]) {
    bytes.span.withUnsafeBytes { put($0) }
  }

  @inline(__always)
  mutating func put(_ message: some WireMessage) {
    put(varint: UInt64(FieldCount(of: message).bytes))
    message.sayFields(to: &self)
  }

  /// Takes a number in four bytes, the highest first.
  @inline(__always)
  fileprivate mutating func put(bigEndian number: UInt32) {
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

extension [UInt8] {
  /// Appends the frame whose field `field` is `message`; its text is copied once, to where it stays.
  ///
  /// A frame is its length, then a `ClientFrame` or `ServerFrame` of chat.proto, which has one field only.
  @inline(__always)
  mutating func appendFrame(_ field: UInt32, _ message: some WireMessage) {
    let count = FieldCount(of: message).bytes
    // The numbers of the fields are below 16: the tag is one byte.
    let length = 1 + FieldCount.bytes(ofVarint: UInt64(count)) + count
    append(addingCapacity: FrameReader.headerBytes + length) { output in
      output.put(bigEndian: UInt32(length))
      output.append(UInt8(field << 3 | WireType.bytes.rawValue))
      output.put(varint: UInt64(count))
      message.sayFields(to: &output)
    }
  }
}
