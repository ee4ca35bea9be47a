/// Steps through the fields of one protobuf message (protobuf.dev, "Encoding"). Reading past the end gives zeros, and
/// is told by ``isSound``.
struct FieldReader {
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

  /// The bytes that stand here with their length; none when they are cut.
  @inline(__always)
  mutating func bytes() -> UnsafeRawBufferPointer {
    let start = place
    let count = varint()
    guard isSound, count <= UInt64(end - place) else {
      isSound = false
      return UnsafeRawBufferPointer(start: start, count: 0)
    }
    defer { place += Int(count) }
    return UnsafeRawBufferPointer(start: place, count: Int(count))
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
