import ChatCore

/// A limit, its value, and how much of it is used: what `status` shows.
struct LimitUsage: Sendable {
  let limit: Limit
  /// 0 where it is lifted.
  let value: Int64
  /// What the one who is nearest to it has, or all together where it is a limit of all; nil where nothing is counted.
  let used: Int64?

  /// The value for a person.
  var text: String {
    let value = value == 0 && limit.canBeLifted ? "off" : amount(value)
    guard let used else { return value }
    return "\(value) (\(limit.isOfAll ? "now" : "most now") \(amount(used)))"
  }

  /// The same for programs.
  var json: JSONValue {
    .object(
      [("limit", .integer(value)), ("unit", .string(limit.unit.rawValue))]
        + (used.map { [("used", .integer($0))] } ?? []))
  }

  private func amount(_ count: Int64) -> String {
    limit.unit == .bytes ? ByteText.binary(count) : "\(count) \(limit.unit.rawValue)"
  }
}

extension Limit {
  /// Whether all count together; else each address or user by itself.
  fileprivate var isOfAll: Bool {
    switch self {
    case .unauthenticated, .waitingBytes: true
    default: false
    }
  }
}
