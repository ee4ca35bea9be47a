/// One run of one of the servers that write to a log.
public struct ServerID: Hashable, Sendable {
  /// The number; no two runs have the same.
  public let rawValue: Int64

  /// The run of that number.
  public init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// The server of a log that nobody else writes to.
  public static let only = ServerID(rawValue: 0)
}
