import Glibc

/// The name of this machine.
public enum HostName {
  /// The name (gethostname(2)); nil when the system does not tell.
  public static var current: String? {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return nil }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The name where others may know it: not one that every machine has for itself.
  public static var forOthers: String? {
    guard let current, !current.isEmpty, current != "(none)", current.prefix(while: { $0 != "." }) != "localhost"
    else { return nil }
    return current
  }
}
