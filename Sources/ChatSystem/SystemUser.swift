import Glibc

/// A user of the system.
public struct SystemUser: Hashable, Sendable, CustomStringConvertible {
  /// The number.
  public let uid: UInt32
  /// The name, if there is one.
  public let name: String?

  /// A user of these parts.
  public init(uid: UInt32, name: String?) {
    self.uid = uid
    self.name = name
  }

  /// The user of that number, as the system knows it (getpwuid(3)).
  public init(_ uid: UInt32) {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    self = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
      guard let base = buffer.baseAddress, getpwuid_r(uid, &entry, base, buffer.count, &found) == 0, found != nil else {
        return SystemUser(uid: uid, name: nil)
      }
      return SystemUser(uid: uid, name: entry.pw_name.map { String(cString: $0) })
    }
  }

  /// `alice`, else `user 1000`.
  public var description: String {
    name ?? "user \(uid)"
  }

  /// The user as sudo(8) takes it.
  public var argument: String {
    name ?? "#\(uid)"
  }

  /// The user as chown(1) takes it.
  public var owner: String {
    name ?? "\(uid)"
  }
}
