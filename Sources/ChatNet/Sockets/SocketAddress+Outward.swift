import Glibc

extension SocketAddress {
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
