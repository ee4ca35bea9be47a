import Glibc

/// Why the server stops, in the words of its last lines.
public enum StopCause: Hashable, Sendable {
  /// SIGINT.
  case interrupt
  /// Another signal, by its name: `SIGTERM`.
  case signal(String)
  /// The operator's `stop`; `restarts` is its `--restart`.
  case administrator(restarts: Bool)

  /// The words that follow `The server is being stopped via`.
  public var text: String {
    switch self {
    case .interrupt: "\"Ctrl+C\""
    case .signal(let name): "signal \(name)"
    case .administrator: "administrator operation"
    }
  }

  /// The exit code of a stop after which nothing is missing.
  ///
  /// Who says `stop --restart` asks the service manager for a new start, which has no other way to tell it from `stop`
  /// (RestartForceExitStatus= of its unit). A signal comes from whoever starts the server anew without being asked.
  var exitCode: Int32 {
    self == .administrator(restarts: true) ? EX_TEMPFAIL : 0
  }
}
