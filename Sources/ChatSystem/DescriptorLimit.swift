import CLinux
import Glibc

/// How many file descriptors this process may have (RLIMIT_NOFILE, getrlimit(2)).
public enum DescriptorLimit {
  /// Raises what holds to the most that is allowed, and gives it. Once, at the start; nothing changes where it fails.
  @discardableResult
  public static func raise() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return current }
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return current
  }

  /// The limit that holds now: descriptors are below this number.
  public static var current: Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return .max }
    return Int(clamping: limit.rlim_cur)
  }
}
