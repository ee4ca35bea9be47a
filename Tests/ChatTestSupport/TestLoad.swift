import Glibc

/// How much of the heavy tests is wanted.
public enum TestLoad {
  /// Whether `CHATCTL_TEST_LIGHT` asks for the short ones only.
  public static let isLight = getenv("CHATCTL_TEST_LIGHT") != nil
}
