import Glibc

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
