import ChatCore

/// One line of the server log.
struct LogLine: Sendable {
  private var object = JSONObject()

  /// A line about `event` at `time`; fields follow.
  init(_ event: LogEvent, at time: WallTime) {
    add("time", LocalTime(time).iso8601)
    add("level", event.level.rawValue)
    add("event", event.name)
  }

  mutating func add(_ name: String, _ value: String) {
    object.add(name, value)
  }

  mutating func add(_ name: String, _ value: Int64) {
    object.add(name, value)
  }

  mutating func add(_ name: String, _ value: Double) {
    object.add(name, value)
  }

  /// The line with its end.
  var finished: String {
    object.text + "\n"
  }
}
