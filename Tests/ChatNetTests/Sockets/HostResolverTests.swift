import Testing

@testable import ChatNet

@Suite struct HostResolverTests {
  @Test func resolvesLocalhost() throws {
    let addresses = try HostResolver.resolve("localhost", port: 1234)
    #expect(addresses.allSatisfy { $0.isLoopback && $0.port == 1234 })
    #expect(Set(addresses).count == addresses.count)
  }

  @Test func takesNumbersAsTheyAre() throws {
    #expect(try HostResolver.resolve("10.1.2.3", port: 5).map(\.description) == ["10.1.2.3:5"])
    #expect(try HostResolver.resolve("[::1]", port: 5).map(\.description) == ["[::1]:5"])
  }

  @Test func saysWhatIsWrong() {
    // RFC 6761: nobody ever has a name under .invalid.
    let failure = #expect(throws: HostResolver.Failure.self) { try HostResolver.resolve("no.such.invalid", port: 5) }
    #expect(failure?.description.hasPrefix("cannot find the host \"no.such.invalid\": ") == true)
  }
}
