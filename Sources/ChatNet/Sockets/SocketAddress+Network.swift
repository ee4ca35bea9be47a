extension SocketAddress {
  /// Names the network that one customer has as a rule, for limits that a stranger could get round with many addresses:
  /// an IPv6 address gives its first 64 bits (RFC 6177, 2), every other its ``placeKey``.
  public var networkKey: String {
    guard family == .ipv6, !isLoopback else { return placeKey }
    return SocketAddress(ipv6High: high, low: 0, scope: scope, port: port).host + "/64"
  }
}
