import ChatCore

/// Which lines are wanted: those that meet all conditions that are set.
public struct LogFilter: Hashable, Sendable {
  /// Lines that concern this person, as the one who did it or the one it was done to; without regard to case.
  public var user: String?
  /// Lines of these events.
  public var events: Set<String> = []
  /// Lines about this address.
  public var address: String?
  /// Not earlier than this.
  public var since: WallTime?
  /// Not later than this.
  public var until: WallTime?
  /// Lines that have this somewhere in a value or in the event; without regard to case.
  public var text: String?

  /// One that every line passes.
  public init() {}

  /// True when `line` is wanted. One that is not whole has nothing but its text.
  public func passes(_ line: LoggedLine) -> Bool {
    guard line.isWhole, let time = line.time else {
      guard user == nil, events.isEmpty, address == nil, since == nil, until == nil else { return false }
      return contains(text, in: [line.raw])
    }
    if let since, time < since { return false }
    if let until, time > until { return false }
    if !events.isEmpty, !events.contains(line.event) { return false }
    if let address, line.field("address")?.text != address { return false }
    if let user, !line.concerns(user) { return false }
    return contains(text, in: [line.event] + line.fields.map(\.value.text))
  }

  private func contains(_ wanted: String?, in values: [String]) -> Bool {
    guard let wanted = wanted?.lowercased(), !wanted.isEmpty else { return true }
    return values.contains { $0.lowercased().utf8.contains(wanted.utf8) }
  }
}

extension LoggedLine {
  /// The fields that name people.
  private static let people: Set<String> = ["user", "target", "recipient", "sender"]

  /// True when the line names `user`.
  func concerns(_ user: String) -> Bool {
    let key = AccountKey(user)
    return fields.contains { Self.people.contains($0.name) && AccountKey($0.value.text) == key }
  }
}
