import Glibc

/// The built `chatctl`: the one that CHATCTL_TEST_EXECUTABLE names, else what the package manager puts beside the tests.
public enum Executable {
  /// Its path.
  public static let path: String = {
    if let given = getenv("CHATCTL_TEST_EXECUTABLE") {
      return String(cString: given)
    }
    return besides("chatctl")
  }()

  /// The built `chatload`, beside the tests.
  public static let load = besides("chatload")

  /// Whether an optimized build is under test, so that heavy cases need not be made smaller: CHATCTL_TEST_EXECUTABLE
  /// names one, or the tests are optimized themselves.
  public static let isOptimized: Bool = {
    var isOptimized = true
    assert(
      {
        isOptimized = false
        return true
      }())
    return isOptimized || getenv("CHATCTL_TEST_EXECUTABLE") != nil
  }()

  /// The path of another product, which lies beside the tests.
  static func besides(_ name: String) -> String {
    var buffer = [CChar](repeating: 0, count: 4_096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let own = String(decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/" + name
  }
}
