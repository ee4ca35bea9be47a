import ChatCore

extension ClientFrame {
  /// The frame whose message is `payload`, if it is a request of those that come by the million, and written as simply
  /// as it can be: each field once, and in order. Nil for all else, which the library reads.
  static func readByHand(_ payload: UnsafeRawBufferPointer) -> ClientFrame? {
    guard let message = FrameField.Client.request.alone(in: payload) else { return nil }
    var reader = FieldReader(message)
    guard reader.byte() == FieldTag.varint(1), let number = reader.varint(), WireRange.numbers.contains(number)
    else { return nil }
    var tag = reader.byte()
    if tag == FieldTag.varint(2) {
      guard let room = reader.varint(), room == UInt64(RoomID.main.rawValue) else { return nil }
      tag = reader.byte()
    }
    guard let request = Request(tag, &reader), reader.isAtEnd else { return nil }
    return .request(number: number, request)
  }
}

extension Request {
  /// What stands behind `tag`; nil for all that is not simple.
  @inline(__always)
  fileprivate init?(_ tag: UInt8?, _ reader: inout FieldReader) {
    switch tag {
    case FieldTag.bytes(3):
      guard let message = reader.bytes() else { return nil }
      var reader = FieldReader(message)
      guard reader.byte() == FieldTag.bytes(1), let receiver = reader.text(), reader.byte() == FieldTag.bytes(2),
        let body = reader.text(), reader.isAtEnd
      else { return nil }
      self = .message(to: receiver, body: body)
    case FieldTag.bytes(4):
      guard let body = reader.text() else { return nil }
      self = .broadcast(body: body)
    case FieldTag.varint(5):
      // One that has more than 63 bits is not read, so that it can't be negative.
      guard let id = reader.varint(), WireRange.ids.contains(Int64(id)) else { return nil }
      self = .acknowledge(EntryID(rawValue: Int64(id)))
    default:
      return nil
    }
  }
}
