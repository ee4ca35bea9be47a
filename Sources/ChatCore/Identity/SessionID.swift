/// The number of one connection to the server, unique within a run of it.
public struct SessionID: AssignedNumber {
  /// Chosen by the server; its lowest bits name the shard that owns the connection.
  public let rawValue: UInt64

  /// Wraps a number chosen by the server.
  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }
}
