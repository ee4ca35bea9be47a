import ChatCore

extension RoomID {
  /// The room that a frame names; a frame that names none means the main one.
  init(wire: UInt32) {
    self = wire == 0 ? .main : RoomID(rawValue: wire)
  }
}
