import SwiftProtobuf

/// What everybody's protobuf library makes of the messages of chat.proto: ours must take and refuse what it does, and
/// write what it writes.
package enum Oracle {
  /// As deep as the protocol lets messages lie in each other.
  private static let depth = 8

  /// The message of a client's frame, written anew as the library writes what it has read, unknown fields aside; nil
  /// when it does not take it.
  package static func clientMessage(_ payload: UnsafeRawBufferPointer) -> [UInt8]? {
    rewritten(payload, as: Wire_ClientFrame.self)
  }

  /// The same of a server's frame.
  package static func serverMessage(_ payload: UnsafeRawBufferPointer) -> [UInt8]? {
    rewritten(payload, as: Wire_ServerFrame.self)
  }

  private static func rewritten<Frame: Message>(_ payload: UnsafeRawBufferPointer, as type: Frame.Type) -> [UInt8]? {
    var options = BinaryDecodingOptions()
    options.messageDepthLimit = depth
    options.discardUnknownFields = true
    guard let frame = try? Frame(serializedBytes: payload.bytes, partial: true, options: options) else { return nil }
    return try? frame.serializedBytes()
  }
}
