/// The values of all limits. They are set once, before the server starts.
public struct LimitSettings: Hashable, Sendable {
  private var values: [Limit: Int64] = [:]

  /// The defaults of the table.
  public init() {}

  /// The value of `limit`; 0 where it is lifted. What is set must be in its range.
  public subscript(limit: Limit) -> Int64 {
    get { values[limit] ?? limit.defaultValue }
    set {
      precondition(limit.range.contains(newValue), "\(limit.rawValue) can't be \(newValue)")
      values[limit] = newValue
    }
  }

  /// The value of `limit`, or nil where it is lifted.
  public func value(of limit: Limit) -> Int64? {
    let value = self[limit]
    return value == 0 ? nil : value
  }

  /// How fast failed log-ins of an address are forgiven; nil where that is lifted.
  public var failedLogInRate: TokenRate? {
    value(of: .failedLogIns).map {
      TokenRate(capacity: $0, refill: $0, perSeconds: self[.failedLogInTime])
    }
  }

  /// How fast a user's messages are read; nil where that is lifted.
  public var messageRate: TokenRate? {
    value(of: .messageRate).map { TokenRate(capacity: self[.messageBurst], refill: $0, perSeconds: 1) }
  }
}
