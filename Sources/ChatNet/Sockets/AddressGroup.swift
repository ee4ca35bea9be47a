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
