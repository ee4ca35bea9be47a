import COpenSSL

/// The name that a server was asked for by: a host name or a numeric address.
struct PeerName {
  private let text: String
  private let isAddress: Bool

  init(_ text: String) {
    if let address = SocketAddress(host: text, port: 0) {
      // Without brackets and an interface, as certificates have it.
      self.text = String(address.host.prefix { $0 != "%" })
      isAddress = true
    } else {
      self.text = text.hasSuffix(".") ? String(text.dropLast()) : text
      isAddress = false
    }
  }

  /// Has the server told, which may choose its certificate by it; addresses are not told (RFC 6066, 3).
  func announce(to ssl: OpaquePointer) -> Bool {
    isAddress || text.isEmpty || copenssl_set_host_name(ssl, text) == 1
  }

  /// True when `certificate` is made out to it (RFC 6125; X509_check_host(3)).
  func matches(_ certificate: OpaquePointer) -> Bool {
    isAddress
      ? X509_check_ip_asc(certificate, text, 0) == 1
      : X509_check_host(certificate, text, text.utf8.count, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS), nil) == 1
  }
}
