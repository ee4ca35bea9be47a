/// Reads fields that are written as simply as they can be. What it can't read, or would rather not, is nil, and is for
/// the library to decide on: it never takes what the library would refuse, or takes it for something else.
struct FieldReader {
  private let message: UnsafeRawBufferPointer
  private var place = 0

  /// A reader at the start of a message.
  init(_ message: UnsafeRawBufferPointer) {
    self.message = message
  }

  /// Whether all of the message is read.
  var isAtEnd: Bool { place == message.count }

  /// The tag that stands here, if it is of one byte, or another byte.
  @inline(__always)
  mutating func byte() -> UInt8? {
    guard place < message.count else { return nil }
    defer { place += 1 }
    return message[place]
  }

  /// The number that stands here, if it has at most nine bytes, as all have that are below 2^63.
  @inline(__always)
  mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 63, let next = byte() {
      value |= UInt64(next & 0x7F) << shift
      guard next >= 0x80 else { return value }
      shift += 7
    }
    return nil
  }

  /// The bytes that stand here behind their length.
  @inline(__always)
  mutating func bytes() -> UnsafeRawBufferPointer? {
    guard let count = varint(), count <= UInt64(message.count - place) else { return nil }
    let start = place
    place += Int(count)
    return UnsafeRawBufferPointer(rebasing: message[start..<place])
  }

  /// The text that stands here, if it is UTF-8.
  @inline(__always)
  mutating func text() -> String? {
    guard let bytes = bytes() else { return nil }
    return bytes.withMemoryRebound(to: UInt8.self) { bytes in
      // `String(validating:as:)` looks up generic types for each text, which takes longer than all the rest.
      guard let text = try? UTF8Span(validating: bytes.span) else { return nil }
      return String(copying: text)
    }
  }
}
