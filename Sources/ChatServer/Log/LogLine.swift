import ChatCore
import ChatStore

/// One line of the server log: a JSON object of fields in a fixed order, written by hand because a line is written for
/// every command and Foundation's encoder takes twenty times as long.
struct LogLine {
  private(set) var text: String

  /// A line about `event` at `time`; fields follow.
  init(_ event: String, level: Level = .info, at time: WallTime) {
    text = "{\"time\":\"\(LocalTime(time).iso8601)\",\"level\":\"\(level.rawValue)\",\"event\":\"\(event)\""
  }

  /// How much it matters.
  enum Level: String {
    case info
    case warning
    case error
  }

  mutating func add(_ name: String, _ value: String) {
    text += ",\"\(name)\":\""
    JSONText.append(value, to: &text)
    text += "\""
  }

  mutating func add(_ name: String, _ value: Int64) {
    text += ",\"\(name)\":\(value)"
  }

  mutating func add(_ name: String, _ value: Double) {
    text += ",\"\(name)\":\(Parameters.text(ofSeconds: value))"
  }

  /// The line with its end.
  var finished: String {
    text + "}\n"
  }
}
