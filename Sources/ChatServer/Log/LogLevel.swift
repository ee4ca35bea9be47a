/// How much a line of the server log matters.
public enum LogLevel: String, CaseIterable, Sendable {
  /// Something that happens every day.
  case info
  /// Something that may want a look.
  case warning
  /// Something that went wrong.
  case error
}
