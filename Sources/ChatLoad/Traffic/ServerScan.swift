import ChatWire

/// Reads the measured parts of the server's frames (`chat.proto`), where they lie.
///
/// The one thing here that knows how frames are written beside the protocol's own code: that decodes whole messages, with
/// their texts, which would make the generator slower than the server that it measures.
enum ServerScan {
  /// The parts of a `Delivery` that are looked at: its place in the log, the run it came from, and the number of the request
  /// there; 0 where there is none.
  struct Delivery: Equatable {
    var id: UInt64 = 0
    var run: UInt64 = 0
    var number: UInt64 = 0
  }

  /// One frame, as far as it is looked into.
  enum Frame: Equatable {
    case delivery(Delivery)
    /// The answer `stored` to the request of that number, or `stored_for_later`.
    case stored(number: UInt64)
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

  /// Hands the message of each whole frame in `bytes` to `body`, while that takes them. Gives how many bytes they were; nil
  /// when there is something else than frames.
  @inline(__always)
  static func frames(in bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Bool) -> Int? {
    var place = 0
    while let end = end(of: place, in: bytes) {
      guard end > place + 4, end - place <= frameLimit,
        body(UnsafeRawBufferPointer(rebasing: bytes[place + 4..<end]))
      else { return nil }
      place = end
    }
    // A frame that is not whole by now never will be.
    return bytes.count - place < frameLimit ? place : nil
  }

  /// The longest frame is 64 KiB; what claims to be longer is none.
  private static let frameLimit = FrameLimit.afterLogIn + 4

  /// Looks into the message of a frame, which is not empty. Nil when it can't be what it says.
  @inline(__always)
  static func frame(_ payload: UnsafeRawBufferPointer) -> Frame? {
    var fields = Fields(payload)
    let kind = fields.byte()
    guard kind == 0x0A || kind == 0x12 || kind == 0x1A else { return .other }
    guard fields.enter() else { return nil }
    let frame: Frame =
      switch kind {
      case 0x0A: .delivery(delivery(&fields))
      case 0x12: reply(&fields)
      default: event(&fields)
      }
    return fields.isSound ? frame : nil
  }

  @inline(__always)
  private static func delivery(_ fields: inout Fields) -> Delivery {
    var found = Delivery()
    while !fields.isAtEnd {
      switch fields.byte() {
      case 0x08: found.id = fields.varint()
      case 0x39: found.run = fields.fixed64()
      case 0x40: found.number = fields.varint()
      case let tag: fields.skip(tag)
      }
    }
    return found
  }

  private static func reply(_ fields: inout Fields) -> Frame {
    guard fields.byte() == 0x08 else { return .other }
    let number = fields.varint()
    let result = fields.byte()
    // `stored` is field 2, a number; `stored_for_later` field 3, a message.
    return result == 0x10 || result == 0x1A ? .stored(number: number) : .other
  }

  private static func event(_ fields: inout Fields) -> Frame {
    switch fields.byte() {
    case 0x0A: .caughtUp
    // logged_in, logged_out, announcement, delivered_to.
    case 0x12, 0x1A, 0x22, 0x4A: .notice
    default: .other
    }
  }

  /// Steps through the fields of one message (protobuf.dev, "Encoding"), which is not empty. Reading past the end gives
  /// zeros, and is told by `isSound`.
  private struct Fields {
    private var place: UnsafeRawPointer
    private var end: UnsafeRawPointer
    private(set) var isSound = true

    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer) {
      place = bytes.baseAddress.unsafelyUnwrapped
      end = place + bytes.count
    }

    var isAtEnd: Bool { @inline(__always) get { place >= end } }

    /// The place of so many bytes, and goes behind them; nil where they are not there.
    @inline(__always)
    private mutating func take(_ count: UInt64) -> UnsafeRawPointer? {
      guard count <= UInt64(end - place) else {
        (isSound, place) = (false, end)
        return nil
      }
      defer { place += Int(count) }
      return place
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
    mutating func fixed64() -> UInt64 { UInt64(littleEndian: take(8)?.loadUnaligned(as: UInt64.self) ?? 0) }

    @inline(__always)
    mutating func varint() -> UInt64 {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while shift < 64 {
        let next = byte()
        value |= UInt64(next & 0x7F) &<< shift
        if next < 0x80 { return value }
        shift += 7
      }
      isSound = false
      return 0
    }

    /// Goes into the message that stands here with its length, and reads no further than its end. False when it is cut.
    @inline(__always)
    mutating func enter() -> Bool {
      let count = varint()
      guard isSound, count <= UInt64(end - place) else { return false }
      end = place + Int(count)
      return true
    }

    /// Leaves out the field whose tag, of one byte, was read.
    @inline(__always)
    mutating func skip(_ tag: UInt8) {
      switch tag & 7 {
      case 0: _ = varint()
      case 1: _ = take(8)
      case 2: _ = take(varint())
      case 5: _ = take(4)
      default: _ = take(.max)
      }
    }
  }
}
