import ChatNet
import Testing

@testable import ChatClient

/// Keys and identities for the tests of trust.
enum Keys {
  /// A fingerprint of 32 such bytes.
  static func fingerprint(_ byte: UInt8) throws -> KeyFingerprint {
    try #require(KeyFingerprint(digest: [UInt8](repeating: byte, count: 32)))
  }

  /// A server that shows the key of `byte`.
  static func identity(_ byte: UInt8, verified: Bool = false, matchesName: Bool = true) throws -> PeerIdentity {
    PeerIdentity(
      fingerprint: try fingerprint(byte),
      chain: verified ? .verified : .unverified(code: 18, reason: "self-signed certificate"),
      matchesName: matchesName, expires: 0, protocolVersion: "TLSv1.3", cipher: "TLS_AES_256_GCM_SHA384")
  }

  static let address = HostAddress(host: "chat.example.org", port: 1234)

  /// What is known of `address`.
  static func known(_ kind: KnownHost.Kind, _ byte: UInt8) throws -> KnownHosts.Finding {
    .known(KnownHost(address: address, kind: kind, fingerprint: try fingerprint(byte), date: "2014-03-04"))
  }
}
