import Glibc

/// Where programs keep what belongs to a person.
///
/// Source: the XDG base directory specification, which has relative paths in its variables ignored.
public enum BaseDirectory {
  /// The directory that `variable` names in this process's environment, else `fallback` in the home directory.
  public static func path(_ variable: String, orHome fallback: String) -> String {
    var environment: [String: String] = [:]
    for name in [variable, "HOME"] {
      environment[name] = getenv(name).map { String(cString: $0) }
    }
    return path(variable, orHome: fallback, environment: environment)
  }

  /// The directory that `variable` names in `environment`, else `fallback` in the home directory.
  public static func path(_ variable: String, orHome fallback: String, environment: [String: String]) -> String {
    if let path = environment[variable], path.utf8.first == UInt8(ascii: "/") {
      return path
    }
    var home = environment["HOME"] ?? ""
    if home.isEmpty, let entry = getpwuid(getuid()), let directory = entry.pointee.pw_dir {
      home = String(cString: directory)
    }
    return "\(home)/\(fallback)"
  }

  /// The directory for what nobody needs when the process has ended: $TMPDIR, else /tmp (the Single UNIX Specification).
  public static var temporary: String {
    let named = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    return named.isEmpty ? "/tmp" : named
  }
}
