import ChatTestSupport

/// Fields as bytes, sound or not so sound.
enum Piece {
  /// A number, in more bytes than it needs if `padding` says so.
  static func varint(_ value: UInt64, padding: Int = 0) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
    guard padding > 0 else { return bytes }
    bytes[bytes.count - 1] |= 0x80
    return bytes + [UInt8](repeating: 0x80, count: padding - 1) + [0]
  }

  /// Field `field` with a number.
  static func number(_ field: UInt8, _ value: UInt64, padding: Int = 0) -> [UInt8] {
    [field << 3] + varint(value, padding: padding)
  }

  /// Field `field` with bytes.
  static func wrapped(_ field: UInt8, _ bytes: [UInt8], padding: Int = 0) -> [UInt8] {
    [field << 3 | 2] + varint(UInt64(bytes.count), padding: padding) + bytes
  }
}

extension Sampler {
  /// A frame with a request of some fields: simple ones are as likely as strange ones.
  mutating func frameOfPieces() -> [UInt8] {
    var request = Piece.number(1, oddNumber(), padding: oddPadding())
    if seldom() { request = [] }
    if seldom() { request += Piece.number(2, [0, 1, 1, 2, 1 << 32 + 1, .max][integer(0...5)], padding: oddPadding()) }
    for _ in 0..<(seldom() ? integer(0...3) : 1) {
      request += ask()
    }
    if seldom() { request = Piece.number(1, oddNumber()) + request }
    if seldom() { request += unknownField() }
    let frame = Piece.wrapped(1, request, padding: oddPadding())
    return seldom() ? frame + (seldom() ? frame : unknownField()) : frame
  }

  private mutating func ask() -> [UInt8] {
    switch integer(0...3) {
    case 0: Piece.wrapped(4, oddText(), padding: oddPadding())
    case 1: Piece.number(5, oddNumber(), padding: oddPadding())
    case 2: Piece.wrapped(3, directMessage(), padding: oddPadding())
    default: seldom() ? Piece.wrapped(32, []) : Piece.wrapped(3, directMessage())
    }
  }

  private mutating func directMessage() -> [UInt8] {
    let receiver = Piece.wrapped(1, oddText(), padding: oddPadding())
    let body = Piece.wrapped(2, oddText(), padding: oddPadding())
    guard seldom() else { return receiver + body }
    return [[], receiver, body, body + receiver, receiver + body + body, receiver + unknownField() + body][
      integer(0...5)]
  }

  private mutating func oddNumber() -> UInt64 {
    seldom() ? [0, 1 << 62, 1 << 62 + 1, .max, 1 << 63, 1 << 63 - 1][integer(0...5)] : number()
  }

  private mutating func oddPadding() -> Int {
    seldom() && seldom() ? integer(1...11) : 0
  }

  private mutating func oddText() -> [UInt8] {
    seldom() ? bytes(0...20) : Array(text().utf8)
  }

  private mutating func unknownField() -> [UInt8] {
    [[0x58, 0x01], [0x5A, 0x01, 0x41], [0x59, 1, 2, 3, 4, 5, 6, 7, 8], [0x5B, 0x5C], [0x5D, 1, 2, 3, 4], [0x5F]][
      integer(0...5)]
  }

  private mutating func seldom() -> Bool {
    Int.random(in: 0..<6, using: &generator) == 0
  }
}
