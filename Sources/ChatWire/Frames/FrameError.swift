/// Why bytes are not frames of this protocol. When they came from the other side, nothing can be read after them: the
/// connection must be closed.
public enum FrameError: Error, Hashable, Sendable {
  /// A length of zero.
  case empty
  /// A frame longer than is allowed at that moment, come or about to be sent.
  case tooLong(length: Int, limit: Int)
  /// The frame's bytes are not a protobuf message.
  case undecodable
  /// A field holds what it may not; named as in chat.proto, `Credit.bytes`.
  case outOfRange(field: String)
}

extension FrameError: CustomStringConvertible {
  /// One clause for a log or a person, to follow "the connection was closed because".
  public var description: String {
    switch self {
    case .empty:
      "the other side sent an empty frame"
    case .tooLong(let length, let limit):
      "a frame of \(length) bytes is longer than the \(limit) that are allowed; the other side may not speak chatctl's "
        + "protocol"
    case .undecodable:
      "the other side sent a frame that is not of chatctl's protocol"
    case .outOfRange(let field):
      "the other side sent a frame with a value out of range (\(field))"
    }
  }
}
