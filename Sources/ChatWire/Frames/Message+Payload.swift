import SwiftProtobuf

extension Message {
  /// The message that `payload` is.
  ///
  /// - Throws: `FrameError.undecodable`.
  init(payload: UnsafeRawBufferPointer) throws(FrameError) {
    var options = BinaryDecodingOptions()
    options.messageDepthLimit = FrameLimit.depth
    options.discardUnknownFields = true
    do {
      try self.init(serializedBytes: payload.bytes, partial: true, options: options)
    } catch {
      throw .undecodable
    }
  }
}

extension Wire_ClientFrame.OneOf_Kind {
  /// What `payload` holds; nil when that is of a kind that this program does not know.
  ///
  /// - Throws: `FrameError.undecodable`.
  static func decode(_ payload: UnsafeRawBufferPointer) throws(FrameError) -> Self? {
    // What comes often does not go through the generated code of the whole frame: that would take twice as long.
    if let request = FrameField.Client.request.alone(in: payload) {
      return .request(try Wire_Request(payload: request))
    }
    return try Wire_ClientFrame(payload: payload).kind
  }
}

extension Wire_ServerFrame.OneOf_Kind {
  /// What `payload` holds; nil when that is of a kind that this program does not know.
  ///
  /// - Throws: `FrameError.undecodable`.
  static func decode(_ payload: UnsafeRawBufferPointer) throws(FrameError) -> Self? {
    if let message = FrameField.Server.message.alone(in: payload) {
      return .message(try Wire_Delivery(payload: message))
    }
    if let reply = FrameField.Server.reply.alone(in: payload) {
      return .reply(try Wire_Reply(payload: reply))
    }
    return try Wire_ServerFrame(payload: payload).kind
  }
}
