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
