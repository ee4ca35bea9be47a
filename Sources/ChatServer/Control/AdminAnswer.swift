import ChatCore

/// The answer to a command of the operator: lines for a person, and the same as JSON.
struct AdminAnswer: Sendable {
  /// What a person reads.
  let lines: [String]
  /// What a program reads.
  let json: JSONValue

  init(_ lines: [String], _ json: JSONValue) {
    self.lines = lines
    self.json = json
  }

  /// One line, which is all there is to say.
  init(_ line: String) {
    self.init([line], .object([("done", .bool(true)), ("text", .string(line))]))
  }
}
