import ChatNet
import ChatWire

extension ServerLink: ConnectionLoopDelegate {
  func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {
    var frames: [ServerFrame] = []
    do throws(FrameError) {
      try reader.read(bytes) { (payload) throws(FrameError) in
        guard let frame = try decoder.decode(payload) else { return }
        note(frame, of: connection)
        if case .pong = frame { return }
        frames.append(frame)
      }
    } catch {
      ownReason = .garbled(error.description)
    }
    post(frames)
    if ownReason != nil { connection.close() }
  }

  func turnEnded(_ loop: ConnectionLoop) {}

  func drained(_ connection: Connection) {}

  func bulkWanted(_ connection: Connection) {}

  func closed(_ connection: Connection, _: CloseReason) {
    // Others were given up before this one was there.
    guard connection === self.connection else { return }
    self.connection = nil
    post(.lost(ownReason ?? .closed))
  }

  /// What a frame means for the link itself.
  private func note(_ frame: ServerFrame, of connection: Connection) {
    switch frame {
    case .hello(let hello): keepAlive.use(serverSeconds: hello.keepAliveSeconds)
    case .reply(_, .welcome): sendLimit = FrameLimit.afterLogIn
    case .chunk: connection.expectsBulk = true
    default: break
    }
  }
}
