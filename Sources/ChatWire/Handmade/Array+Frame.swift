extension [UInt8] {
  /// Appends the frame whose field `field` is `message`; its text is copied once, to where it stays.
  @inline(__always)
  mutating func appendFrame(_ field: FrameField, _ message: some HandmadeMessage) {
    let count = FieldCount(of: message).bytes
    let length = 1 + FieldCount.bytes(ofVarint: UInt64(count)) + count
    append(addingCapacity: FrameReader.headerBytes + length) { output in
      output.put(bigEndian: UInt32(length))
      output.put(field.tag)
      output.put(varint: UInt64(count))
      message.sayFields(to: &output)
    }
  }
}
