import SwiftProtobuf

/// A frame under construction: its length, then a `ClientFrame` or `ServerFrame` of chat.proto.
///
/// Either has one field only, a message. Its tag and length are written here, and the library writes the message behind
/// them: nothing is copied to put them before it, and the large generated enums of all kinds are not moved about, which
/// would take longer than all the rest.
struct FrameBytes: SwiftProtobufContiguousBytes {
  /// The whole frame.
  private(set) var frame: [UInt8]
  /// Where the message begins.
  private let start: Int

  /// The frame whose field `field` is `message`.
  init(_ field: FrameField, _ message: some Message) {
    // Encoding fails for two reasons only: a missing required field, and proto3 has none; or more than 2 GiB.
    guard let bytes: FrameBytes = try? message.serializedBytes(partial: true) else {
      preconditionFailure("a message of more than 2 GiB")
    }
    self = bytes
    frame[FrameReader.headerBytes] = field.tag
  }

  /// A frame of any field for a message of `count` bytes.
  init(repeating byte: UInt8, count: Int) {
    // 7 bits of the length of the message in each byte, the lowest first; every byte but the last has its top bit set.
    var lengthBytes = 1
    while count >> (7 * lengthBytes) > 0 {
      lengthBytes += 1
    }
    start = FrameReader.headerBytes + 1 + lengthBytes
    frame = [UInt8](repeating: byte, count: start + count)
    let length = frame.count - FrameReader.headerBytes
    for place in 0..<FrameReader.headerBytes {
      frame[place] = UInt8(truncatingIfNeeded: length >> (8 * (FrameReader.headerBytes - 1 - place)))
    }
    for place in 0..<lengthBytes {
      let more: UInt8 = place + 1 < lengthBytes ? 0x80 : 0
      frame[start - lengthBytes + place] = UInt8(truncatingIfNeeded: count >> (7 * place)) & 0x7F | more
    }
  }

  /// A frame of any field around a message.
  init(_ message: some Sequence<UInt8>) {
    let message = Array(message)
    self.init(repeating: 0, count: message.count)
    frame.replaceSubrange(start..., with: message)
  }

  /// The bytes of the message.
  var count: Int {
    frame.count - start
  }

  /// Lends the message.
  func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try frame.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[start...])) }
  }

  /// Lends the message to be written.
  mutating func withUnsafeMutableBytes<R>(_ body: (UnsafeMutableRawBufferPointer) throws -> R) rethrows -> R {
    try frame.withUnsafeMutableBytes { try body(UnsafeMutableRawBufferPointer(rebasing: $0[start...])) }
  }
}
