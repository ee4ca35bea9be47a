import ChatTestSupport
import Glibc
import Testing

/// Where the server's certificate comes from, how it changes, and what is said about one that is no good.
@Suite(.waiting) struct CertificateTests {
  /// Certificate and key are set one after the other while people come and go: each step is a whole pair.
  @Test func whatIsSetHoldsAtOnceForNewConnections() throws {
    let server = try ServerProcess()
    let own = try #require(server.fingerprint)
    let files = try TemporaryDirectory()
    for name in ["one", "two"] {
      try OpenSSLTool.makeCertificate(name, in: files)
      try files.write(
        files.text(of: "\(name)-cert.pem") + files.text(of: "\(name)-key.pem"), to: "\(name).pem")
      for file in ["\(name).pem", "\(name)-key.pem"] { chmod(files.path(of: file), 0o600) }
    }
    let one = try OpenSSLTool.fingerprint(of: files.path(of: "one-cert.pem"))
    let two = try OpenSSLTool.fingerprint(of: files.path(of: "two-cert.pem"))
    let guest = try server.guest()
    let steps = [
      ("cert", "one.pem", one), ("key", "one-key.pem", one), ("cert", "one-cert.pem", one),
      // From one pair of files to the next by way of a file that holds both.
      ("cert", "two.pem", two), ("key", "two-key.pem", two), ("cert", "two-cert.pem", two),
    ]
    for (key, file, fingerprint) in steps {
      let answer = try server.admin("set", key, files.path(of: file))
      #expect(answer.code == 0, "\(answer)")
      #expect(try presented(by: server, files) == fingerprint, "\(key) \(file)")
    }
    for (key, file) in [("key", "one-key.pem"), ("cert", "one-cert.pem"), ("key", "own")] {
      let answer = try server.admin("set", key, file == "own" ? file : files.path(of: file))
      #expect(answer.code == 1 && answer.errors.contains("Nothing was changed."), "\(answer)")
    }
    #expect(try presented(by: server, files) == two)
    chmod(files.path(of: "one.pem"), 0o604)
    #expect(try server.admin("set", "cert", files.path(of: "one.pem")).errors.contains("may read the private key"))
    #expect(try server.admin("set", "cert", "own").code == 0)
    #expect(try presented(by: server, files) == own)
    // Who was there before has noticed nothing.
    #expect(try guest.answer(to: "register") == ["Please enter your new user name:"])
  }

  private func presented(by server: ServerProcess, _ files: TemporaryDirectory) throws -> String {
    try files.write(OpenSSLTool.connect(to: server.port, input: ""), to: "presented.pem")
    return try OpenSSLTool.fingerprint(of: files.path(of: "presented.pem"))
  }

  /// Starts a server that is expected to give up.
  private func failure(_ data: TemporaryDirectory, _ options: String...) throws -> (errors: String, code: Int32) {
    let process = try ChildProcess(
      Executable.path, ["serve", "0", "--listen", "127.0.0.1", "--data", data.path] + options)
    process.closeInput()
    let code = try process.wait()
    return (process.errors, code)
  }

  private func stop(_ server: ServerProcess) throws {
    server.process.signal(SIGTERM)
    #expect(try server.process.wait() == 0)
  }

  @Test func isMadeOnceForTheOwnerAlone() throws {
    let server = try ServerProcess()
    let fingerprint = try server.printedFingerprint()
    for name in ["key.pem", "cert.pem"] {
      var status = stat()
      #expect(stat(server.data.path(of: "tls/\(name)"), &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
    }
    try stop(server)
    let again = try ServerProcess(data: server.data)
    #expect(try again.printedFingerprint() == fingerprint)
    try stop(again)
    // A start that was killed between the two files keeps the key.
    unlink(server.data.path(of: "tls/cert.pem"))
    let third = try ServerProcess(data: server.data)
    #expect(try third.printedFingerprint() == fingerprint)
  }

  @Test func comesBackFromABackup() throws {
    let server = try ServerProcess()
    let fingerprint = try server.printedFingerprint()
    let create = try ChildProcess(Executable.path, ["backup", "create", "--data", server.data.path])
    #expect(try create.wait() == 0, "\(create.errors)")
    let name = try #require(try server.data.names(in: "backups").first)
    let backup = server.data.path(of: "backups/\(name)")
    let other = try TemporaryDirectory()
    let restore = try ChildProcess(Executable.path, ["backup", "restore", backup, "--yes", "--data", other.path])
    #expect(try restore.wait() == 0, "\(restore.errors)")
    #expect(try ServerProcess(data: other).printedFingerprint() == fingerprint)
  }

  /// It goes on working for those who know its key; but who renews certificates has to hear of it.
  @Test func oneThatHasEndedIsToldEverywhere() throws {
    let files = try TemporaryDirectory()
    try OpenSSLTool.makeCertificate("old", in: files, daysAgo: 100)
    let (cert, key) = (files.path(of: "old-cert.pem"), files.path(of: "old-key.pem"))
    let server = try ServerProcess(options: ["--cert", cert, "--key", key])
    try server.process.awaitText("Warning: the certificate ended at ")
    try server.awaitLog(of: "certificate-ends")
    #expect(try server.logged("certificate-ends").count == 1)
    #expect(try server.admin("reload").output.contains("Warning: the certificate ended at "))
    #expect(try server.admin("metrics").output.contains("\nchatctl_certificate_end_seconds "))
    #expect(try server.admin("status").output.contains("\ncertificate ends "))
    let doctor = try ChildProcess(Executable.path, ["doctor", "--data", server.data.path])
    #expect(try doctor.wait() == 1)
    #expect(doctor.output.contains("problem  certificate  the certificate of the running server (SHA256:"))

    let client = try ChildProcess(Executable.path, server.connectArguments)
    client.send("quit")
    #expect(try client.wait() == 0)
    #expect(client.errors.contains("No certificate authority vouches for it (self-signed certificate). "))

    // One that ends in 20 days is told too, one that holds for long is not.
    try OpenSSLTool.makeCertificate("soon", in: files, daysAgo: 70)
    try files.write(try files.bytes(of: "soon-cert.pem"), to: "old-cert.pem")
    try files.write(try files.bytes(of: "soon-key.pem"), to: "old-key.pem")
    #expect(try server.admin("reload").output.contains("Warning: the certificate ends at "))
    try OpenSSLTool.makeCertificate("old", in: files)
    #expect(try !server.admin("reload").output.contains("Warning"))
  }

  @Test func aRealOneIsReadAgainForNewConnections() throws {
    let files = try TemporaryDirectory()
    for name in ["one", "two"] { try OpenSSLTool.makeCertificate(name, in: files) }
    func use(_ name: String) throws {
      try files.write(try files.bytes(of: "\(name)-cert.pem"), to: "cert.pem")
      try files.write(try files.bytes(of: "\(name)-key.pem"), to: "key.pem")
      chmod(files.path(of: "key.pem"), 0o600)
    }
    try use("one")
    let server = try ServerProcess(
      options: ["--cert", files.path(of: "cert.pem"), "--key", files.path(of: "key.pem")], ownSession: true)
    #expect(try server.printedFingerprint() == OpenSSLTool.fingerprint(of: files.path(of: "one-cert.pem")))
    #expect(try !server.data.names(in: "tls").contains("key.pem"), "a key was made that nobody needs")
    let member = try WireClient.member("member", of: server)
    #expect(try OpenSSLTool.connect(to: server.port).contains("one.example"))

    try use("two")
    let second = try OpenSSLTool.fingerprint(of: files.path(of: "two-cert.pem"))
    let reload = try server.admin("reload")
    #expect(reload.output.contains("The certificate was read again; its fingerprint is \(second)\n"))
    #expect(try OpenSSLTool.connect(to: server.port).contains("two.example"))
    #expect(try member.ask(.whoelse) == .others([]), "who was connected was put out")
    #expect(try !server.admin("status").output.contains("never"))

    // A signal does the same; what is wrong leaves the old one in use.
    try files.write("no key", to: "key.pem")
    server.process.signal(SIGHUP)
    try server.process.expect("The old certificate stays.\n")
    let refused = try server.admin("reload")
    #expect(refused.code != 0)
    #expect(refused.errors.contains("holds no private key"))
    #expect(try OpenSSLTool.connect(to: server.port).contains("two.example"))
    try use("one")
    server.process.signal(SIGHUP)
    try server.process.expect("the certificate was read again")
    #expect(try OpenSSLTool.connect(to: server.port).contains("one.example"))
  }

  @Test func saysWhatIsWrongAndWhatToDo() throws {
    let files = try TemporaryDirectory()
    for name in ["one", "two"] { try OpenSSLTool.makeCertificate(name, in: files) }
    let (cert, key) = (files.path(of: "one-cert.pem"), files.path(of: "one-key.pem"))
    let data = try TemporaryDirectory()
    var failed = try failure(data, "--cert", cert, "--key", files.path(of: "two-key.pem"))
    #expect(failed.code == 65)
    #expect(failed.errors.contains("two-key.pem holds another certificate's key; give cert a certificate"))
    failed = try failure(data, "--cert", files.path(of: "none.pem"), "--key", key)
    #expect(failed.code == 65)
    #expect(failed.errors.contains("there is no file \(files.path(of: "none.pem"));"))
    chmod(key, 0o644)
    failed = try failure(data, "--cert", cert, "--key", key)
    #expect(failed.code == 77)
    #expect(failed.errors.contains("chmod 640 \(key)"))
    failed = try failure(data, "--cert", cert)
    #expect(failed.code == 65 && failed.errors.contains("\(cert) holds no private key"), "\(failed)")
    #expect(try failure(data, "--plaintext", "--cert", cert, "--key", key).code == 64)
  }

  @Test func saysWhatIsWrongWithItsOwn() throws {
    let server = try ServerProcess()
    try stop(server)
    let data = server.data
    chmod(data.path(of: "tls/key.pem"), 0o640)
    var failed = try failure(data)
    #expect(failed.code == 77)
    #expect(failed.errors.contains("chmod 600 "))
    chmod(data.path(of: "tls/key.pem"), 0o600)
    let key = try data.bytes(of: "tls/key.pem")
    try data.write(Array(key.prefix(100)), to: "tls/key.pem")
    chmod(data.path(of: "tls/key.pem"), 0o600)
    failed = try failure(data)
    #expect(failed.code == 65)
    #expect(failed.errors.contains("holds no private key in PEM form"))
    #expect(failed.errors.contains("bring \(data.path(of: "tls")) back from a backup"))
    unlink(data.path(of: "tls/key.pem"))
    failed = try failure(data)
    #expect(failed.code == 65)
    #expect(failed.errors.contains("there is no file \(data.path(of: "tls/key.pem"))"))
  }
}
