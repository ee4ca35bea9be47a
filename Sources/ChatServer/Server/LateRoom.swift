import ChatCore
import ChatSystem

/// Carries changed parameters to the room's queue, which is built after the parameters are read.
final class LateRoom: Sendable {
  private let room = Locked<RoomQueue?>(nil)

  /// The room is there now.
  func connect(_ room: RoomQueue) {
    self.room.withLock { $0 = room }
  }

  /// Gives the room its new parameters. From any queue.
  func change(_ parameters: Parameters) {
    room.withLock { $0 }?.submit(.parameters(parameters))
  }
}
