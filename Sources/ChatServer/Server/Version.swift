/// The version of this program.
public enum Version {
  /// As `chatctl --version` prints it.
  public static let current = "0.1.0"
  /// As it is told to the other side of a connection.
  public static let software = "chatctl/\(current)"
}
