/// Writes the requests that are sent by the million straight into a connection's output (`chat.proto`, `ClientFrame`).
enum RequestFrame {
  private static let frameTag: UInt8 = 0x0A
  private static let numberTag: UInt8 = 0x08
  private static let acknowledgeTag: UInt8 = 0x28

  /// What stands behind the number of a broadcast of `body`.
  static func broadcast(_ body: [UInt8]) -> [UInt8] {
    [0x22] + Varint.bytes(UInt64(body.count)) + body
  }

  /// What stands behind the number of a message of `body` to `name`.
  static func message(to name: String, _ body: [UInt8]) -> [UInt8] {
    let receiver = [0x0A] + Varint.bytes(UInt64(name.utf8.count)) + Array(name.utf8)
    let text = [0x12] + Varint.bytes(UInt64(body.count)) + body
    return [0x1A] + Varint.bytes(UInt64(receiver.count + text.count)) + receiver + text
  }

  /// Appends request `number`, whose rest is `tail`.
  @inline(__always)
  static func append(_ number: UInt64, _ tail: [UInt8], to output: inout [UInt8]) {
    let request = 1 + Varint.count(number) + tail.count
    appendHeader(request, to: &output)
    output.append(numberTag)
    Varint.append(number, to: &output)
    output.append(contentsOf: tail)
  }

  /// Appends the acknowledgement of everything up to entry `id`.
  static func appendAcknowledgement(_ number: UInt64, of id: UInt64, to output: inout [UInt8]) {
    appendHeader(2 + Varint.count(number) + Varint.count(id), to: &output)
    output.append(numberTag)
    Varint.append(number, to: &output)
    output.append(acknowledgeTag)
    Varint.append(id, to: &output)
  }

  @inline(__always)
  private static func appendHeader(_ request: Int, to output: inout [UInt8]) {
    let length = UInt32(1 + Varint.count(UInt64(request)) + request)
    withUnsafeBytes(of: length.bigEndian) { output.append(contentsOf: $0) }
    output.append(frameTag)
    Varint.append(UInt64(request), to: &output)
  }
}
