import ChatCore

/// A limit, its value, and how much of it is used: what `status` shows.
struct LimitUsage: Sendable {
  let limit: Setting
  /// 0 where it is lifted.
  let value: Double
  /// What the one who is nearest to it has, or all together where it is a limit of all; nil where nothing is counted.
  let used: Int64?

  /// The value for a person.
  var text: String {
    let text = value == 0 && limit.canBeLifted ? "off" : amount(value)
    guard let used else { return text }
    return "\(text) (\(limit.isOfAll ? "now" : "most now") \(amount(Double(used))))"
  }

  /// The same for programs.
  var json: JSONValue {
    .object(
      [("limit", limit.json(of: .number(value))), ("unit", .string(limit.unit))]
        + (used.map { [("used", .integer($0))] } ?? []))
  }

  private func amount(_ count: Double) -> String {
    switch limit.kind {
    case .size: ByteText.binary(Int64(count))
    case .time: "\(count == count.rounded() ? String(Int64(count)) : String(count)) seconds"
    default: "\(Int64(count)) \(limit.unit)"
    }
  }
}

extension Setting {
  /// Whether all count together; else each address or user by itself.
  fileprivate var isOfAll: Bool {
    switch self {
    case .unauthenticated, .waitingBytes: true
    default: false
    }
  }
}
