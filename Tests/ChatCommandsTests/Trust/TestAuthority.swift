import ChatTestSupport

/// A certificate authority of a test's own, and a certificate of it for 127.0.0.1 and localhost; made with openssl(1).
struct TestAuthority {
  private let directory: TemporaryDirectory
  /// The authority's own certificate.
  var root: String { directory.path(of: "root.pem") }
  /// The server's.
  var certificate: String { directory.path(of: "server.pem") }
  /// And its key.
  var key: String { directory.path(of: "server.key") }

  init() throws {
    directory = try TemporaryDirectory()
    let new = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    try run(
      new + ["-subj", "/CN=test authority", "-keyout", directory.path(of: "root.key"), "-out", root])
    try run(
      new + [
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
        "-addext", "basicConstraints=critical,CA:FALSE", "-CA", root, "-CAkey", directory.path(of: "root.key"),
        "-keyout", key, "-out", certificate,
      ])
  }

  private func run(_ arguments: [String]) throws {
    let made = try OpenSSLTool.run(arguments)
    guard made.code == 0 else { throw ChildProcess.Mismatch(description: made.text) }
  }
}
