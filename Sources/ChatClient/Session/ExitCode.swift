/// The codes that `chatctl connect` ends with, after sysexits.h.
public enum ExitCode: Int32, Sendable {
  /// The person left.
  case done = 0
  /// Refused or put out by the server; or what was waited for did not come.
  case refused = 1
  /// The server can't be reached, or the connection to it is lost.
  case unreachable = 69
  /// What is shown can't be written any more.
  case outputFailed = 74
  /// The connection was lost while it was not known yet whether what was sent is stored.
  case outcomeUnknown = 75
  /// The server's key is not the one that is known, or given, or wanted; or the name and the password that were given
  /// beforehand are not right.
  case notPermitted = 77
}
