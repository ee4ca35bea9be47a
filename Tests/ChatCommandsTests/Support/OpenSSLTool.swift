import ChatTestSupport

/// openssl(1): a second opinion on what the server does.
enum OpenSSLTool {
  /// Runs it to its end, and gives all that it said and its exit code.
  static func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> (text: String, code: Int32) {
    let process = try ChildProcess("/usr/bin/openssl", arguments, environment: environment)
    process.write(input)
    process.closeInput()
    let code = try process.wait()
    return (process.output + process.errors, code)
  }

  /// `openssl s_client` to a port of the loopback.
  static func connect(to port: Int, _ arguments: String..., input: String = "") throws -> String {
    try run(["s_client", "-connect", "127.0.0.1:\(port)"] + arguments, input: input).text
  }

  /// A new key and self-signed certificate in `directory`, as PREFIX-key.pem and PREFIX-cert.pem.
  ///
  /// - Parameter daysAgo: when it was made; it holds for 90 days.
  static func makeCertificate(_ prefix: String, in directory: TemporaryDirectory, daysAgo: Int = 0) throws {
    let clock = try FakeClock()
    try clock.set(offset: -daysAgo * 86_400)
    let made = try run(
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
        "/CN=\(prefix).example",
        "-days", "90", "-keyout", directory.path(of: "\(prefix)-key.pem"), "-out",
        directory.path(of: "\(prefix)-cert.pem"),
      ], environment: clock.environment)
    guard made.code == 0 else { throw ChildProcess.Mismatch(description: made.text) }
  }

  /// The fingerprint of the key in the certificate at `path`, counted by openssl alone.
  static func fingerprint(of path: String) throws -> String {
    let script = "openssl x509 -in \"$0\" -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256 "
    let process = try ChildProcess("/bin/sh", ["-c", script + "-binary | base64", path])
    guard try process.wait() == 0 else { throw ChildProcess.Mismatch(description: process.errors) }
    return "SHA256:" + process.output.filter { $0 != "=" && $0 != "\n" }
  }
}

extension ServerProcess {
  /// The fingerprint that it printed.
  func printedFingerprint() throws -> String {
    try process.expect(" --fingerprint ")
    let words = try process.nextLine()?.split(separator: " ") ?? []
    return String(words.last ?? "")
  }

  /// The lines of the log so far that are about `event`.
  func logged(_ event: String) throws -> [Substring] {
    try data.text(of: "logs/server.log").split(separator: "\n").filter { $0.contains("\"event\":\"\(event)\"") }
  }

  /// How many descriptors the server has open.
  var descriptorCount: Int {
    (try? TemporaryDirectory.names(at: "/proc/\(process.pid)/fd").count) ?? -1
  }
}
