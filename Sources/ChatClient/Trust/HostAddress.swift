import ChatNet

/// A server as a person names it, spelt in one way: what known keys are looked up by.
struct HostAddress: Hashable, Sendable, CustomStringConvertible {
  /// `chat.example.org:1234`, `[::1]:1234`: in lower case, without a last dot, addresses in their shortest form.
  let description: String
  /// Whether it can only be this machine: a loopback address, or `localhost` (RFC 6761, 6.3).
  let isLoopback: Bool

  init(host: String, port: UInt16) {
    if let address = SocketAddress(host: host, port: port) {
      description = address.description
      isLoopback = address.isLoopback
      return
    }
    let name = (host.hasSuffix(".") ? String(host.dropLast()) : host).lowercased()
    description = "\(name):\(port)"
    isLoopback = name == "localhost" || name.hasSuffix(".localhost")
  }

  /// One that is read from a file; what it was made of is not known any more.
  init(spelt text: String) {
    description = text
    isLoopback = false
  }

  static func == (left: HostAddress, right: HostAddress) -> Bool {
    left.description == right.description
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(description)
  }
}
