import Testing

@testable import ChatNet

@Suite struct CertificateTests {
  @Test func fingerprintsHaveOneText() throws {
    let digest = (0..<32).map { UInt8($0 * 7 & 0xFF) }
    let fingerprint = try #require(KeyFingerprint(digest: digest))
    // printf of these bytes, piped through `base64`.
    #expect(fingerprint.description == "SHA256:AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK+2vcTL0tk")
    #expect(KeyFingerprint(fingerprint.description) == fingerprint)
    #expect(KeyFingerprint(fingerprint.description + "=") == fingerprint)
    for text in [
      "", "SHA256:", "AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK+2vcTL0tk", "MD5:AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK+2vcTL0tk",
      "SHA256:AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK+2vcTL0t", "SHA256:AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK+2vcTL0tkA",
      "SHA256:AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK+2vcTL0t ", "SHA256:AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK-2vcTL0tk",
      // Two bits that mean nothing are set.
      "SHA256:AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK+2vcTL0tl",
    ] {
      #expect(KeyFingerprint(text) == nil, "\(text)")
    }
    #expect(KeyFingerprint(digest: [1]) == nil)
  }

  @Test func everyKeyIsNew() throws {
    let first = try SelfSignedCertificate.make(names: ["localhost"])
    let second = try SelfSignedCertificate.make(names: ["localhost"])
    let one = try ServerCertificate(chain: first.certificate, key: first.key)
    let other = try ServerCertificate(chain: second.certificate, key: second.key)
    #expect(one.fingerprint != other.fingerprint)
    #expect(throws: CertificateError.foreignKey) {
      try ServerCertificate(chain: first.certificate, key: second.key)
    }
  }

  @Test func aNameThatIsNoneIsLeftOut() throws {
    for name in ["", "DNS:evil,IP:1.2.3.4", "ä", String(repeating: "x", count: 65), "a b"] {
      let made = try SelfSignedCertificate.make(names: [name])
      #expect(throws: Never.self) { try ServerCertificate(chain: made.certificate, key: made.key) }
    }
  }

  @Test func saysWhatIsWrongWithFiles() throws {
    let made = try TestCertificate.made.get()
    #expect {
      try ServerCertificate(chain: [], key: made.key)
    } throws: {
      guard case CertificateError.noCertificate = $0 else { return false }
      return true
    }
    #expect {
      try ServerCertificate(chain: made.key, key: made.key)
    } throws: {
      guard case CertificateError.noCertificate = $0 else { return false }
      return true
    }
    #expect {
      try ServerCertificate(chain: made.certificate, key: Array(made.key.dropLast(60)))
    } throws: {
      guard case CertificateError.noKey = $0 else { return false }
      return true
    }
    #expect(throws: Never.self) {
      // One file for both, as some programs have it.
      try ServerCertificate(chain: made.certificate + made.key, key: made.certificate + made.key)
    }
  }
}
