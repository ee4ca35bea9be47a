/// Why the server stops, in the words of its last lines.
public enum StopCause: Hashable, Sendable {
  /// SIGINT.
  case interrupt
  /// Another signal, by its name: `SIGTERM`.
  case signal(String)
  /// The operator's `stop`.
  case administrator

  /// What follows `The server is being stopped via`.
  public var text: String {
    switch self {
    case .interrupt: "\"Ctrl+C\""
    case .signal(let name): "signal \(name)"
    case .administrator: "administrator operation"
    }
  }
}
