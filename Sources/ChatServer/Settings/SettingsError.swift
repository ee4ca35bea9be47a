import ChatCore
import ChatSystem
import Glibc

/// Why the settings can't be used.
public enum SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A file can't be read or written.
  case file(FileError)
  /// A line of a file makes no sense.
  case line(path: String, ConfigurationText.Problem)
  /// Two settings do not go together; both were typed, or one stands in a file.
  case conflict(String, isTyped: Bool)

  /// `/etc/chatctl/serve.conf:3: there is no setting "prot". The nearest is "port".`
  public var description: String {
    switch self {
    case .file(let error): "\(error)."
    case .line(let path, let problem): "\(path):\(problem.line): \(problem.what)"
    case .conflict(let text, _): "\(text); \"chatctl serve --print-config\" shows where each stands."
    }
  }

  /// True for a file that this process may not look into.
  var isClosedFile: Bool {
    if case .file(let error) = self { error.code == EACCES || error.code == EPERM } else { false }
  }

  /// The exit code (sysexits(3)).
  public var exitCode: Int32 {
    switch self {
    case .file(let error): error.code == ENOENT ? EX_NOINPUT : error.exitCode
    case .line, .conflict(_, isTyped: false): EX_DATAERR
    case .conflict(_, isTyped: true): EX_USAGE
    }
  }
}
