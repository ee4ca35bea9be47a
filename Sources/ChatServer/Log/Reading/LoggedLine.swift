import ChatCore

/// One line of a log as it was read: a JSON object of strings and numbers, or something that is none, such as the torn
/// last line after a full disk. Reading one never fails.
public struct LoggedLine: Hashable, Sendable {
  /// A field's value.
  public enum Value: Hashable, Sendable {
    /// A string, unescaped: it may hold anything.
    case text(String)
    /// A number, as it stands there.
    case number(String)

    /// Either, as text.
    public var text: String {
      switch self {
      case .text(let text), .number(let text): text
      }
    }
  }

  /// The line without its line feed.
  public let raw: String
  /// True for a whole object with a time and an event; when not, only `raw` counts.
  public let isWhole: Bool
  /// When it happened.
  public let time: WallTime?
  /// How much it matters.
  public let level: LogLevel?
  /// The event; empty for a line that is not whole.
  public let event: String
  /// Everything after time, level and event, in the order of the line.
  public let fields: [(name: String, value: Value)]

  /// Reads a line, given without its line feed.
  public init(_ bytes: some Collection<UInt8>) {
    raw = String(decoding: bytes, as: UTF8.self)
    var parser = LogLineParser(bytes)
    guard var fields = parser.object(), let time = Self.take("time", from: &fields),
      let parsed = CivilTime(time.text.utf8)?.wallTime, let event = Self.take("event", from: &fields)
    else {
      isWhole = false
      self.time = nil
      level = nil
      self.event = ""
      self.fields = []
      return
    }
    isWhole = true
    self.time = parsed
    self.event = event.text
    level = Self.take("level", from: &fields).flatMap { LogLevel(rawValue: $0.text) }
    self.fields = fields
  }

  /// The line's JSON, safe for a terminal; what is not whole as an object that holds its text.
  public var json: String {
    guard !isWhole else { return JSONText.safe(raw) }
    var object = JSONObject()
    object.add("event", "not-a-whole-line")
    object.add("raw", raw)
    return object.text
  }

  /// The value of a field; nil when the line has none of that name.
  public func field(_ name: String) -> Value? {
    fields.first { $0.name == name }?.value
  }

  private static func take(_ name: String, from fields: inout [(name: String, value: Value)]) -> Value? {
    guard let index = fields.firstIndex(where: { $0.name == name }) else { return nil }
    return fields.remove(at: index).value
  }

  /// Lines of the same bytes are equal.
  public static func == (left: LoggedLine, right: LoggedLine) -> Bool {
    left.raw == right.raw
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(raw)
  }
}
