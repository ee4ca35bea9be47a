/// Reads just what is measured of the server's frames (`chat.proto`), where it lies: decoding whole messages would make
/// the generator slower than what it measures.
enum ServerScan {
  /// What is read of a `Delivery`.
  struct Delivery: Equatable {
    /// Its place in the log.
    var id: UInt64 = 0
    /// The run it came from, and the number of the request there; 0 where there is none.
    var run: UInt64 = 0
    var number: UInt64 = 0
  }

  /// One frame, as far as it is looked into.
  enum Frame: Equatable {
    case delivery(Delivery)
    /// The answer `stored` to the request of that number, or `stored_for_later`.
    case stored(number: UInt64)
    /// The event `caught_up`.
    case caughtUp
    /// An event that changes nothing for who measures.
    case notice
    /// Anything else: to be decoded whole.
    case other
  }

  private static let messageTag: UInt8 = 0x0A
  private static let replyTag: UInt8 = 0x12
  private static let eventTag: UInt8 = 0x1A

  /// The end of the frame that begins at `start`; nil when it is not whole.
  @inline(__always)
  static func end(of start: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
    guard start + 4 <= bytes.count else { return nil }
    let length = Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)))
    let end = start + 4 + length
    return end <= bytes.count ? end : nil
  }

  /// Looks into the message of a frame, which is not empty. Nil when it can't be what it says.
  @inline(__always)
  static func frame(_ payload: UnsafeRawBufferPointer) -> Frame? {
    var reader = FieldReader(payload)
    switch reader.byte() {
    case messageTag:
      guard reader.enter() else { return nil }
      return delivery(&reader).map(Frame.delivery)
    case replyTag:
      guard reader.enter() else { return nil }
      return reply(&reader)
    case eventTag:
      guard reader.enter() else { return nil }
      return event(&reader)
    default: return .other
    }
  }

  @inline(__always)
  private static func delivery(_ reader: inout FieldReader) -> Delivery? {
    var found = Delivery()
    while !reader.isAtEnd {
      switch reader.byte() {
      case 0x08: found.id = reader.varint()
      case 0x39: found.run = reader.fixed64()
      case 0x40: found.number = reader.varint()
      case 0x11: reader.skip(8)
      case 0x18, 0x20: _ = reader.varint()
      case 0x2A, 0x32: reader.skipBytes()
      case let tag: reader.skipField(tag)
      }
    }
    return reader.isSound ? found : nil
  }

  private static func reply(_ reader: inout FieldReader) -> Frame? {
    guard reader.byte() == 0x08 else { return .other }
    let number = reader.varint()
    let result = reader.byte()
    guard reader.isSound else { return nil }
    // `stored` is field 2, a number; `stored_for_later` field 3, a message.
    return result == 0x10 || result == 0x1A ? .stored(number: number) : .other
  }

  private static func event(_ reader: inout FieldReader) -> Frame? {
    let kind = reader.byte()
    guard reader.isSound else { return nil }
    return switch kind {
    case 0x0A: .caughtUp
    // logged_in, logged_out, announcement, delivered_to.
    case 0x12, 0x1A, 0x22, 0x4A: .notice
    default: .other
    }
  }
}
