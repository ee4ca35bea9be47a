/// Writes the next bytes of an upload straight into a connection's output (`chat.proto`, `Chunk`).
enum ChunkFrame {
  /// Appends `data` as a chunk of `transfer`.
  static func append(_ transfer: UInt64, _ data: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    let chunk = 1 + Varint.count(transfer) + 1 + Varint.count(UInt64(data.count)) + data.count
    let length = UInt32(1 + Varint.count(UInt64(chunk)) + chunk)
    withUnsafeBytes(of: length.bigEndian) { output.append(contentsOf: $0) }
    output.append(0x12)
    Varint.append(UInt64(chunk), to: &output)
    output.append(0x08)
    Varint.append(transfer, to: &output)
    output.append(0x12)
    Varint.append(UInt64(data.count), to: &output)
    output.append(contentsOf: data)
  }
}
