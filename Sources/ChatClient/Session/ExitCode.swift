/// The codes that `chatctl connect` ends with, after sysexits.h.
public enum ExitCode: Int32, CaseIterable, Sendable {
  /// The person left.
  case done = 0
  /// Refused or put out by the server.
  case refused = 1
  /// The server can't be reached, or the connection to it is lost.
  case unreachable = 69
  /// What is shown can't be written any more.
  case outputFailed = 74
  /// The server's key is not the one that is known, or given, or wanted.
  case untrusted = 77

  /// What it says to whoever started the client; the manual's words.
  public var meaning: String {
    switch self {
    case .done: "You left."
    case .refused: "The server refused you, put you out, or was stopped."
    case .unreachable: "The server can't be reached, or the connection to it is lost."
    case .outputFailed: "What is shown can't be written any more."
    case .untrusted: "The server's key is not the one that is known, or given, or wanted."
    }
  }
}
