/// The codes that `chatctl connect` ends with, after sysexits.h.
public enum ExitCode: Int32, CaseIterable, Sendable {
  /// The person left, or all was done that was asked for.
  case done = 0
  /// Refused or put out by the server; or what was waited for did not come.
  case refused = 1
  /// The server can't be reached, or the connection to it is lost.
  case unreachable = 69
  /// What is shown can't be written any more.
  case outputFailed = 74
  /// The connection was lost before it was known whether what was sent is stored.
  case outcomeUnknown = 75
  /// The server's key is not the one that is known, or given, or wanted; or the name and the password that were given
  /// beforehand are not right.
  case notPermitted = 77

  /// What it says to whoever started the client; the manual's words.
  public var meaning: String {
    switch self {
    case .done: "You left, or all was done that the options ask for."
    case .refused: "The server refused you, put you out, or was stopped; or what was waited for did not come in time."
    case .unreachable: "The server can't be reached, or the connection to it is lost."
    case .outputFailed: "What is shown can't be written any more."
    case .outcomeUnknown: "The connection was lost before it was known whether what was sent is stored."
    case .notPermitted:
      "The server's key is not the one that is known, or given, or wanted; or the given name and password are not right."
    }
  }
}
