/// One JSON object on one line, its fields in the order in which they are added; nothing in it can steer a terminal.
///
/// Written by hand because the server log gets a line for every command, and Foundation's encoder takes twenty times as
/// long.
public struct JSONObject: Sendable {
  private var fields = ""

  /// One without fields.
  public init() {}

  /// The object.
  public var text: String {
    "{\(fields)}"
  }

  /// Adds a string.
  public mutating func add(_ name: String, _ value: String) {
    begin(name)
    JSONText.appendQuoted(value, to: &fields)
  }

  /// Adds a whole number.
  public mutating func add(_ name: String, _ value: Int64) {
    begin(name)
    fields += String(value)
  }

  /// Adds seconds.
  public mutating func add(_ name: String, _ value: Double) {
    begin(name)
    fields += Parameters.text(ofSeconds: value)
  }

  /// Adds a truth value.
  public mutating func add(_ name: String, _ value: Bool) {
    begin(name)
    fields += value ? "true" : "false"
  }

  /// Adds an array of strings.
  public mutating func add(_ name: String, strings: [String]) {
    begin(name)
    fields += "["
    for (index, value) in strings.enumerated() {
      if index > 0 { fields += "," }
      JSONText.appendQuoted(value, to: &fields)
    }
    fields += "]"
  }

  /// Adds an array of objects, each of them JSON already.
  public mutating func add(_ name: String, objects: [String]) {
    begin(name)
    fields += "[" + objects.joined(separator: ",") + "]"
  }

  private mutating func begin(_ name: String) {
    if !fields.isEmpty { fields += "," }
    JSONText.appendQuoted(name, to: &fields)
    fields += ":"
  }
}
