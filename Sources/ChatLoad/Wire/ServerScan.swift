/// Reads the measured parts of the server's frames (`chat.proto`), where they lie: decoding whole messages would make the
/// generator slower than the server that it measures.
enum ServerScan {
  /// The parts of a `Delivery` that are looked at.
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
    var reader = FieldScan(payload)
    let tag = reader.byte()
    guard tag == 0x0A || tag == 0x12 || tag == 0x1A else { return .other }
    guard reader.enter() else { return nil }
    switch tag {
    case 0x0A: return delivery(&reader).map(Frame.delivery)
    case 0x12: return reply(&reader)
    default: return event(&reader)
    }
  }

  @inline(__always)
  private static func delivery(_ reader: inout FieldScan) -> Delivery? {
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

  private static func reply(_ reader: inout FieldScan) -> Frame? {
    guard reader.byte() == 0x08 else { return .other }
    let number = reader.varint()
    let result = reader.byte()
    guard reader.isSound else { return nil }
    // `stored` is field 2, a number; `stored_for_later` field 3, a message.
    return result == 0x10 || result == 0x1A ? .stored(number: number) : .other
  }

  private static func event(_ reader: inout FieldScan) -> Frame? {
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

/// Steps through the fields of one protobuf message (protobuf.dev, "Encoding"). Reading past the end gives zeros, and
/// is told by ``isSound``.
private struct FieldScan {
  private var place: UnsafeRawPointer
  private var end: UnsafeRawPointer
  /// Whether everything read so far was there.
  private(set) var isSound = true

  /// A reader at the start of `bytes`, which must not be empty.
  @inline(__always)
  init(_ bytes: UnsafeRawBufferPointer) {
    // A buffer that is not empty has a base.
    place = bytes.baseAddress.unsafelyUnwrapped
    end = place + bytes.count
  }

  var isAtEnd: Bool {
    @inline(__always) get { place >= end }
  }

  @inline(__always)
  mutating func byte() -> UInt8 {
    guard place < end else {
      isSound = false
      return 0
    }
    defer { place += 1 }
    return place.load(as: UInt8.self)
  }

  @inline(__always)
  mutating func varint() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = byte()
      value |= UInt64(next & 0x7F) &<< shift
      if next < 0x80 { return value }
      shift += 7
      guard shift < 64 else {
        isSound = false
        return 0
      }
    }
  }

  @inline(__always)
  mutating func fixed64() -> UInt64 {
    guard end - place >= 8 else {
      isSound = false
      place = end
      return 0
    }
    defer { place += 8 }
    return UInt64(littleEndian: place.loadUnaligned(as: UInt64.self))
  }

  /// Goes into the message that stands here with its length, and reads no further than its end. False when it is cut.
  @inline(__always)
  mutating func enter() -> Bool {
    let count = varint()
    guard isSound, count <= UInt64(end - place) else {
      isSound = false
      return false
    }
    end = place + Int(count)
    return true
  }

  @inline(__always)
  mutating func skip(_ count: Int) {
    if end - place >= count {
      place += count
    } else {
      isSound = false
      place = end
    }
  }

  @inline(__always)
  mutating func skipBytes() {
    let count = varint()
    if count <= UInt64(end - place) { place += Int(count) } else { skip(.max) }
  }

  /// Leaves out the field whose tag, of one byte, was read.
  mutating func skipField(_ tag: UInt8) {
    switch tag & 7 {
    case 0: _ = varint()
    case 1: skip(8)
    case 2: skipBytes()
    case 5: skip(4)
    default: skip(.max)
    }
  }
}
