import Foundation

/// A line of which some places may hold anything of a kind: `{number}`, `{time}`, `{address}`, `{any}`.
struct LinePattern: Equatable {
  /// The line, with its places.
  let text: String

  private static let kinds = [
    "{number}": "[0-9]+(?:\\.[0-9]+)?",
    "{time}": "[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{2}:[0-9]{2}:[0-9]{2}",
    "{address}": "[0-9.]+:[0-9]+",
    "{any}": ".+",
  ]

  /// A line that may have such places.
  init(_ text: String) {
    self.text = text
  }

  /// Whether `line` is such a line.
  func matches(_ line: String) -> Bool {
    var expression = NSRegularExpression.escapedPattern(for: text)
    for (place, kind) in Self.kinds {
      expression = expression.replacingOccurrences(of: NSRegularExpression.escapedPattern(for: place), with: kind)
    }
    return line.range(of: "^\(expression)$", options: .regularExpression) != nil
  }

  /// Whether `lines` are such lines, one after the other.
  static func match(_ lines: [String], _ patterns: [String]) -> Bool {
    lines.count == patterns.count && zip(lines, patterns).allSatisfy { LinePattern($1).matches($0) }
  }
}
