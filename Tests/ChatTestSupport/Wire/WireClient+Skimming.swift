import ChatCore

// For crowds: to take a message apart costs a debug build a millisecond.
extension WireClient {
  /// Whether `payload` is a message or an event.
  static func isUnasked(_ payload: UnsafeRawBufferPointer) -> Bool {
    payload.first == 0x0A || payload.first == 0x1A
  }

  /// The id of the message that `payload` delivers, without a look at what follows it; nil when it is another frame.
  static func deliveredID(in payload: UnsafeRawBufferPointer) -> EntryID? {
    // ServerFrame.message is field 1, a length and so many bytes; Delivery.id is field 1 of these, a number.
    guard payload.first == 0x0A else { return nil }
    var place = 1
    guard number(in: payload, at: &place) != nil, place < payload.count, payload[place] == 0x08 else { return nil }
    place += 1
    return number(in: payload, at: &place).map { EntryID(rawValue: Int64(bitPattern: $0)) }
  }

  private static func number(in payload: UnsafeRawBufferPointer, at place: inout Int) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: 0 as UInt64, to: 64, by: 7) where place < payload.count {
      let byte = payload[place]
      place += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }
}
