/// The number of a room. There is one room for now; entries and frames carry its number for the day there are more.
public struct RoomID: RawRepresentable, Hashable, Sendable {
  /// 1 for the one room.
  public let rawValue: UInt32

  /// Wraps a number read from the store or the wire.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// The one room that every account is in.
  public static let main = RoomID(rawValue: 1)
}
