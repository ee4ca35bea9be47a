import SwiftProtobuf

/// The fields of `ClientFrame` and `ServerFrame` in chat.proto, by their numbers there.
struct FrameField: Equatable {
  /// Below 16, so that the tag is one byte.
  private let number: UInt8

  private init(_ number: UInt8) {
    self.number = number
  }

  /// What stands before the field.
  var tag: UInt8 {
    FieldTag.bytes(number)
  }

  /// Of a frame from a client.
  enum Client {
    static let request = FrameField(1)
    static let chunk = FrameField(2)
    static let ping = FrameField(3)
    static let endOfFile = FrameField(4)
    static let credit = FrameField(5)
    static let typing = FrameField(6)
    static let hello = FrameField(15)
  }

  /// Of a frame from the server.
  enum Server {
    static let message = FrameField(1)
    static let reply = FrameField(2)
    static let event = FrameField(3)
    static let chunk = FrameField(4)
    static let pong = FrameField(5)
    static let endOfFile = FrameField(6)
    static let credit = FrameField(7)
    static let hello = FrameField(15)
  }

  /// The message in `payload`, if `payload` is this field and nothing else: what every program sends that writes frames
  /// as simply as they can be written.
  func alone(in payload: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard payload.first == tag else { return nil }
    var length = 0
    // Three bytes hold more than the longest frame.
    for place in 1...3 where place < payload.count {
      length |= Int(payload[place] & 0x7F) << (7 * (place - 1))
      if payload[place] < 0x80 {
        guard length == payload.count - place - 1 else { return nil }
        return UnsafeRawBufferPointer(rebasing: payload[(place + 1)...])
      }
    }
    return nil
  }
}
