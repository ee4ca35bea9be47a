import ChatCore
import ChatServer

/// A line of the log as people read it: `2014-03-04 21:32:30 warning log-in-failed user=facebook triesLeft=2`.
struct LogLineStyle {
  /// Whether levels and events have colours (ECMA-48, 8.3.117).
  let hasColour: Bool

  /// The line's text, safe for a terminal whatever stands in the log.
  func text(of line: LoggedLine) -> String {
    guard line.isWhole, let time = line.time else {
      return coloured("(not a whole line) ", .warning) + TerminalSanitizer.line(line.raw)
    }
    let local = LocalTime(time)
    var text = "\(local.date) \(local.clock) "
    text += coloured((line.level?.rawValue ?? "-").padding(to: Self.levelWidth), line.level ?? .info)
    text += " \(bold(TerminalSanitizer.line(line.event)))"
    for field in line.fields {
      text += " \(TerminalSanitizer.line(field.name))=\(Self.quoted(field.value.text))"
    }
    return text
  }

  private static let levelWidth = LogLevel.allCases.map(\.rawValue.count).max() ?? 0

  /// A value that could be mistaken for more than one stands in quotes.
  private static func quoted(_ value: String) -> String {
    let safe = TerminalSanitizer.line(value)
    guard safe.isEmpty || safe.contains(where: { " =\"\\".contains($0) || $0.isWhitespace }) else { return safe }
    var text = "\""
    for character in safe {
      if character == "\"" || character == "\\" {
        text += "\\"
      }
      text.append(character)
    }
    return text + "\""
  }

  private func coloured(_ text: String, _ level: LogLevel) -> String {
    guard hasColour else { return text }
    switch level {
    case .info: return text
    case .warning: return "\u{1B}[33m\(text)\u{1B}[0m"
    case .error: return "\u{1B}[31m\(text)\u{1B}[0m"
    }
  }

  private func bold(_ text: String) -> String {
    hasColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }
}
