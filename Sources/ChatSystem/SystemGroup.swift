import Glibc

/// A group of the system.
public struct SystemGroup: Hashable, Sendable {
  /// The number.
  public let gid: UInt32
  /// The name, if there is one.
  public let name: String?

  /// The group of that number (getgrgid(3)).
  public init(_ gid: UInt32) {
    self = Self.look { getgrgid_r(gid, $0, $1, $2, $3) } ?? SystemGroup(gid: gid, name: nil)
  }

  /// The group that `word` names, which may be a number; nil when there is none.
  public init?(named word: String) {
    if let group = Self.look({ getgrnam_r(word, $0, $1, $2, $3) }) {
      self = group
    } else if word.utf8.allSatisfy({ (48...57).contains($0) }), let gid = UInt32(word), gid != .max {
      self.init(gid)
    } else {
      return nil
    }
  }

  private init(gid: UInt32, name: String?) {
    self.gid = gid
    self.name = name
  }

  /// The group as people, chgrp(1) and usermod(8) name it.
  public var argument: String {
    name ?? "\(gid)"
  }

  /// True when this process belongs to it.
  public var hasThisProcess: Bool {
    guard getegid() != gid else { return true }
    let count = getgroups(0, nil)
    guard count > 0 else { return false }
    var groups = [gid_t](repeating: 0, count: Int(count))
    let filled = getgroups(count, &groups)
    return groups.prefix(max(0, Int(filled))).contains(gid)
  }

  /// True when the system's lists have this process's user in it: whoever is begun from now on as that user belongs to
  /// it (getgrouplist(3)).
  public var hasThisUser: Bool {
    guard getegid() != gid else { return true }
    guard let name = SystemUser(geteuid()).name else { return false }
    var count: Int32 = 4_096
    var groups = [gid_t](repeating: 0, count: Int(count))
    // The call adds the group that it is given.
    guard getgrouplist(name, getegid(), &groups, &count) >= 0 else { return false }
    return groups.prefix(Int(count)).contains(gid)
  }

  private typealias Call = (
    UnsafeMutablePointer<group>, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<group>?>
  ) -> Int32

  /// Groups may have very many members, all of which the call wants room for.
  private static func look(_ call: Call) -> SystemGroup? {
    var size = 16_384
    while true {
      var entry = group()
      var found: UnsafeMutablePointer<group>?
      var code: Int32 = 0
      // The name lies in the buffer.
      let group = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { buffer -> SystemGroup? in
        guard let base = buffer.baseAddress else { return nil }
        code = call(&entry, base, size, &found)
        guard code == 0, found != nil else { return nil }
        return SystemGroup(gid: entry.gr_gid, name: entry.gr_name.map { String(cString: $0) })
      }
      guard code == ERANGE, size < 1 << 24 else { return group }
      size *= 4
    }
  }
}

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
