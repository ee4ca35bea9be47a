import ChatTestSupport
import Glibc
import Testing

/// TLS of a real server, seen by openssl(1), and what it costs.
@Suite(.waiting, .serialized) struct TLSTests {
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

  @Test(.disabled(if: TestLoad.isSanitized, "a sanitizer takes memory of its own"))
  func anIdleConnectionIsSmall() throws {
    let server = try ServerProcess(options: ["--max-unauthenticated", "0"])
    var clients: [WireClient] = []
    func settle(_ count: Int) throws {
      let more = (0..<count).map { _ in WireClient() }
      for client in more { try client.connect(port: server.port) }
      try WirePoll(more, server: server).drive(until: "all are greeted") { more.allSatisfy { $0.hello != nil } }
      clients += more
    }
    func resident() -> Int { ProcessMemory(of: server.process.pid).resident }

    // What is taken once, tables and caches, is not counted.
    try settle(50)
    var before = resident()
    for _ in 0..<300 { try settle(1) }
    let alone = (resident() - before) / 300
    print("an idle TLS connection takes \(alone) bytes")
    #expect(alone <= 20 * 1_024)

    // All at once leave gaps in the heap, which are given back, but for parts of pages, a second or two later.
    before = resident()
    try settle(300)
    let deadline = Deadline(seconds: 20)
    var together = Int.max
    while together > 26 * 1_024, !deadline.isOver {
      WirePoll(clients, server: server).drive(seconds: 0.1)
      together = (resident() - before) / 300
    }
    print("one of many that came at once takes \(together) bytes")
    #expect(together <= 26 * 1_024)
  }
}
