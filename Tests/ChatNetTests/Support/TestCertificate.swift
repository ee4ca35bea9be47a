import ChatTestSupport

@testable import ChatNet

/// One self-signed certificate for all tests, made out to `localhost`.
enum TestCertificate {
  static let made: Result<SelfSignedCertificate, CertificateError> = Result { () throws(CertificateError) in
    try SelfSignedCertificate.make(names: ["localhost"])
  }

  static func certificate() throws -> ServerCertificate {
    let made = try made.get()
    return try ServerCertificate(chain: made.certificate, key: made.key)
  }

  static func server() throws -> ConnectionSecurity {
    .tlsServer(try TLSContext(server: certificate()))
  }

  static func client(_ name: String = "localhost") throws -> ConnectionSecurity {
    .tlsClient(try TLSContext(clientTrusting: .system), serverName: name)
  }
}
