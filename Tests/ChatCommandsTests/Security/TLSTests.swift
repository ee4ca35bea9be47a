import ChatTestSupport
import Glibc
import Testing

/// TLS of a real server, seen by openssl(1), and what it costs.
@Suite(.serialized) struct TLSTests {
  @Test func opensslSeesTheKeyThatIsPrinted() throws {
    let server = try ServerProcess()
    let printed = try server.printedFingerprint()
    #expect(try OpenSSLTool.fingerprint(of: server.data.path(of: "tls/cert.pem")) == printed)
    let newest = try OpenSSLTool.connect(to: server.port, "-showcerts")
    #expect(newest.contains("TLSv1.3"))
    let start = try #require(newest.firstRange(of: "-----BEGIN CERTIFICATE-----"))
    let end = try #require(newest.firstRange(of: "-----END CERTIFICATE-----\n"))
    let directory = try TemporaryDirectory()
    try directory.write(String(newest[start.lowerBound..<end.upperBound]), to: "seen.pem")
    #expect(try OpenSSLTool.fingerprint(of: directory.path(of: "seen.pem")) == printed)
    #expect(try server.admin("status").output.contains(printed))
    #expect(try server.admin("status", "--json").output.contains("\"tls\":true,\"fingerprint\":\"\(printed)\""))
  }

  @Test func takesNoOldVersionAndNegotiatesOnce() throws {
    let server = try ServerProcess()
    #expect(try OpenSSLTool.connect(to: server.port, "-tls1_2").contains("Protocol  : TLSv1.2"))
    let old = try OpenSSLTool.connect(to: server.port, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0")
    #expect(old.contains("alert protocol version"))
    // R asks for a new negotiation (s_client(1), "CONNECTED COMMANDS").
    let again = try OpenSSLTool.connect(to: server.port, "-tls1_2", input: "R\n")
    #expect(again.contains("RENEGOTIATING"))
    #expect(again.contains("no renegotiation"))
  }

  @Test func anIdleConnectionIsSmall() throws {
    let server = try ServerProcess()
    let clients = (0..<600).map { _ in WireClient() }
    func settle(_ some: ArraySlice<WireClient>) throws {
      for client in some { try client.connect(port: server.port) }
      try WirePoll(Array(some), server: server).drive(until: "all are greeted") { some.allSatisfy { $0.hello != nil } }
    }
    // What is taken once, tables and caches, is not counted.
    try settle(clients[..<100])
    let before = ProcessMemory(of: server.process.pid).resident
    try settle(clients[100...])
    let each = (ProcessMemory(of: server.process.pid).resident - before) / 500
    print("an idle TLS connection takes \(each) bytes")
    #expect(each < 32 * 1_024, "record buffers are kept")
  }
}
