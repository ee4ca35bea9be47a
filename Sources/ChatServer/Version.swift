import CBuild

/// The version of this program.
public enum Version {
  /// The number of the version, as it is told to others.
  public static let current = "0.1.0"
  /// As it is told to the other side of a connection.
  public static let software = "chatctl/\(current)"
  /// As `chatctl --version` prints it: with the commit in parentheses, where the build was told which it is.
  public static let text = "chatctl \(current)" + (cbuild_commit().map { " (\(String(cString: $0)))" } ?? "")
}
