import Glibc

/// How much of the heavy tests is wanted.
public enum TestLoad {
  /// Whether `CHATCTL_TEST_LIGHT` asks for the short ones only.
  public static let isLight = getenv("CHATCTL_TEST_LIGHT") != nil
  /// How often something random is done; `usual` unless `CHATCTL_TEST_ROUNDS` says otherwise.
  public static func rounds(_ usual: Int) -> Int {
    getenv("CHATCTL_TEST_ROUNDS").flatMap { Int(String(cString: $0)) } ?? usual
  }

  /// Whether everything was built with a sanitizer, as `CHATCTL_TEST_SANITIZER` says: memory is not what it is then, and
  /// nothing can be loaded before it.
  public static let isSanitized = getenv("CHATCTL_TEST_SANITIZER") != nil

  /// What the environment says to a sanitizer, for every process that is started with an environment of its own.
  static let sanitizerSettings: [String: String] = {
    var settings: [String: String] = [:]
    for name in ["ASAN_OPTIONS", "TSAN_OPTIONS"] {
      settings[name] = getenv(name).map { String(cString: $0) }
    }
    return settings
  }()
}
