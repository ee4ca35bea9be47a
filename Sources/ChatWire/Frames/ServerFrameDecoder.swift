import ChatCore

/// Makes frames of what the server sent on one connection: a long list comes in several replies and leaves here as one.
public struct ServerFrameDecoder: Sendable {
  /// The parts of a list that has not ended yet.
  private var list: PartialList?

  /// A decoder at the start of a connection.
  public init() {}

  /// The frame whose message is `payload`; nil when it is of a kind that this program does not know, or a part of a
  /// list that goes on.
  ///
  /// - Throws: `FrameError.undecodable` and `.outOfRange`; the connection must be closed.
  public mutating func decode(_ payload: UnsafeRawBufferPointer) throws(FrameError) -> ServerFrame? {
    var more = false
    guard let frame = try FieldReader.read(payload, { $0.oneOf { ServerFrame.read(&$0, more: &more) } }) else {
      return nil
    }
    guard case .reply(let number, let reply) = frame else { return frame }
    guard more || list != nil else { return frame }

    var list = self.list ?? PartialList(number: number)
    // Out of `self` while it grows, so that its arrays are not copied with every part.
    self.list = nil
    let whole = try list.append(reply, number: number, more: more)
    if whole == nil {
      self.list = list
    }
    return whole.map { .reply(number: number, $0) }
  }
}
