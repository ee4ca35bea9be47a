/// How much a line of the server log matters.
public enum LogLevel: String, CaseIterable, Sendable {
  /// What happens every day.
  case info
  /// What may want a look.
  case warning
  /// What went wrong.
  case error
}
