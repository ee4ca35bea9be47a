import Glibc

/// An IPv4 or IPv6 address with a port. A v4-mapped IPv6 address (RFC 4291, 2.5.5.2) is kept and shown as IPv4.
public struct SocketAddress: Hashable, Sendable {
  /// The IP version of an address.
  public enum Family: Hashable, Sendable {
    case ipv4
    case ipv6
  }

  /// The IP version.
  public let family: Family
  /// The port, in host byte order.
  public let port: UInt16
  /// The interface of a link-local IPv6 address (sin6_scope_id), else 0.
  public let scope: UInt32
  /// The address's first 8 bytes as a big-endian number; 0 for IPv4.
  let high: UInt64
  /// The address's last 8 bytes as a big-endian number; for IPv4 its 4 bytes.
  let low: UInt64

  /// An IPv4 address given as a number in host byte order: 0x7F000001 is 127.0.0.1.
  public init(ipv4: UInt32, port: UInt16) {
    self.init(family: .ipv4, high: 0, low: UInt64(ipv4), scope: 0, port: port)
  }

  /// An IPv6 address given as two numbers in host byte order: (0, 1) is ::1. A v4-mapped one becomes IPv4.
  public init(ipv6High high: UInt64, low: UInt64, scope: UInt32 = 0, port: UInt16) {
    if high == 0, low >> 32 == 0xFFFF {
      self.init(ipv4: UInt32(truncatingIfNeeded: low), port: port)
    } else {
      self.init(family: .ipv6, high: high, low: low, scope: scope, port: port)
    }
  }

  private init(family: Family, high: UInt64, low: UInt64, scope: UInt32, port: UInt16) {
    self.family = family
    self.high = high
    self.low = low
    self.scope = scope
    self.port = port
  }

  /// The same address with another port.
  public func with(port: UInt16) -> SocketAddress {
    SocketAddress(family: family, high: high, low: low, scope: scope, port: port)
  }

  /// True for an address of the machine itself: 127.0.0.0/8 or ::1.
  public var isLoopback: Bool {
    family == .ipv4 ? low >> 24 == 127 : high == 0 && low == 1
  }

  /// True for the one that stands for all addresses: 0.0.0.0 or ::.
  public var isUnspecified: Bool {
    high == 0 && low == 0
  }

  /// Names the place somebody comes from, for rules that count per address: every loopback address gives `127.0.0.1`
  /// (all of them are one place), every other its ``host``.
  public var placeKey: String {
    isLoopback ? "127.0.0.1" : host
  }
}

extension SocketAddress: CustomStringConvertible {
  /// `127.0.0.1:1234` or `[::1]:1234`.
  public var description: String {
    family == .ipv4 ? "\(host):\(port)" : "[\(host)]:\(port)"
  }
}

extension SocketAddress {
  /// The address as numeric text without the port: `127.0.0.1`, `::1`, `fe80::1%eth0`.
  public var host: String {
    switch family {
    case .ipv4:
      return [low >> 24, low >> 16, low >> 8, low].map { String($0 & 255) }.joined(separator: ".")
    case .ipv6:
      var address = in6_addr()
      withUnsafeMutableBytes(of: &address) { bytes in
        bytes.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
        bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
      }
      let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
        inet_ntop(AF_INET6, &address, buffer.baseAddress, socklen_t(buffer.count)).map { String(cString: $0) } ?? "?"
      }
      return scope == 0 ? text : "\(text)%\(Self.interfaceName(scope))"
    }
  }

  /// Reads a numeric address: `127.0.0.1`, `::1`, `[::1]`, `fe80::1%eth0`. Nil for anything else, host names too.
  public init?(host text: String, port: UInt16) {
    var text = Substring(text)
    if text.hasPrefix("["), text.hasSuffix("]") {
      text = text.dropFirst().dropLast()
      guard text.contains(":") else { return nil }
    }
    var ipv4 = in_addr()
    if inet_pton(AF_INET, String(text), &ipv4) == 1 {
      self.init(ipv4: UInt32(bigEndian: ipv4.s_addr), port: port)
      return
    }
    let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    var ipv6 = in6_addr()
    guard let address = parts.first, inet_pton(AF_INET6, String(address), &ipv6) == 1 else { return nil }
    var scope: UInt32 = 0
    if parts.count == 2 {
      scope = UInt32(parts[1]) ?? if_nametoindex(String(parts[1]))
      guard scope != 0 else { return nil }
    }
    self.init(ipv6, scope: scope, port: port)
  }

  /// Reads a numeric address with its port, as ``description`` writes it: `127.0.0.1:1234`, `[::1]:1234`.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else { return nil }
    let host = text[..<colon]
    guard !host.contains(":") || host.hasPrefix("[") else { return nil }
    self.init(host: String(host), port: port)
  }

  private static func interfaceName(_ index: UInt32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(IF_NAMESIZE)) { buffer in
      guard let base = buffer.baseAddress, let name = if_indextoname(index, base) else { return String(index) }
      return String(cString: name)
    }
  }
}

/// Addresses that limits count as one, because one person may have all of them: an IPv6 network of 64 bits (RFC 6177:
/// the least that a site is given), a single IPv4 address, and the whole loopback.
public struct AddressGroup: Hashable, Sendable {
  private let family: SocketAddress.Family
  private let number: UInt64

  /// The group of `address`.
  ///
  /// - Parameter isLoopbackOne: whether all loopback addresses are one; else each of them is told apart.
  public init(of address: SocketAddress, isLoopbackOne: Bool = true) {
    let isLoopback = address.isLoopback && isLoopbackOne
    family = isLoopback ? .ipv4 : address.family
    number = isLoopback ? 0x7F00_0001 : address.family == .ipv4 ? address.low : address.high
  }
}

extension AddressGroup: CustomStringConvertible {
  /// `192.0.2.1` or `2001:db8:1:2::/64`.
  public var description: String {
    switch family {
    case .ipv4: SocketAddress(ipv4: UInt32(truncatingIfNeeded: number), port: 0).host
    case .ipv6: SocketAddress(ipv6High: number, low: 0, port: 0).host + "/64"
    }
  }
}
