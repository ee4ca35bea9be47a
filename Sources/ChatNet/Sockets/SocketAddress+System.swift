import Glibc

extension SocketAddress {
  /// Reads what a system call has written. Nil for a family other than IPv4 and IPv6.
  public init?(_ address: UnsafePointer<sockaddr>) {
    let raw = UnsafeRawPointer(address)
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
      let ipv4 = raw.loadUnaligned(as: sockaddr_in.self)
      self.init(ipv4: UInt32(bigEndian: ipv4.sin_addr.s_addr), port: UInt16(bigEndian: ipv4.sin_port))
    case AF_INET6:
      let ipv6 = raw.loadUnaligned(as: sockaddr_in6.self)
      self.init(ipv6.sin6_addr, scope: ipv6.sin6_scope_id, port: UInt16(bigEndian: ipv6.sin6_port))
    default:
      return nil
    }
  }

  init(_ address: in6_addr, scope: UInt32, port: UInt16) {
    let (high, low) = withUnsafeBytes(of: address) { bytes in
      (bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
    self.init(ipv6High: UInt64(bigEndian: high), low: UInt64(bigEndian: low), scope: scope, port: port)
  }

  /// Calls `body` with the address as system calls take it.
  func withSystemAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    switch family {
    case .ipv4:
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(truncatingIfNeeded: low).bigEndian
      return Self.rebound(&address, body)
    case .ipv6:
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = port.bigEndian
      address.sin6_scope_id = scope
      withUnsafeMutableBytes(of: &address.sin6_addr) { bytes in
        bytes.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
        bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
      }
      return Self.rebound(&address, body)
    }
  }

  /// The address family as socket(2) takes it.
  var systemFamily: Int32 {
    family == .ipv4 ? AF_INET : AF_INET6
  }

  private static func rebound<Address, Result>(
    _ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<Address>.size)) }
    }
  }

  /// Runs a call that fills in an address (accept, getsockname) and reads it; the call's result comes along.
  static func filled(
    by call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) -> (result: Int32, address: SocketAddress?) {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        let result = call(address, &length)
        return (result, result >= 0 ? SocketAddress(UnsafePointer(address)) : nil)
      }
    }
  }

  /// The address of this machine on its way to others, with port 0; nil without a network.
  public static var outward: SocketAddress? {
    // A datagram socket that is connected sends nothing: it looks which way its packets would take. Both addresses are
    // nobody's (RFC 5737, RFC 3849).
    let nobody = [
      SocketAddress(ipv4: 0xC633_6401, port: 9), SocketAddress(ipv6High: 0x2001_0DB8_0000_0000, low: 1, port: 9),
    ]
    return nobody.lazy.compactMap(Self.source).first
  }

  private static func source(towards address: SocketAddress) -> SocketAddress? {
    let kind = Int32(bitPattern: SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(address.systemFamily, kind, 0)
    guard descriptor >= 0 else { return nil }
    defer { _ = close(descriptor) }
    guard address.withSystemAddress({ connect(descriptor, $0, $1) }) == 0 else { return nil }
    return filled { getsockname(descriptor, $0, $1) }.address?.with(port: 0)
  }
}
