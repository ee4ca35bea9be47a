import ChatNet
import Testing

@Suite struct AddressGroupTests {
  private func group(_ host: String, isLoopbackOne: Bool = true) throws -> AddressGroup {
    AddressGroup(of: try #require(SocketAddress(host: host, port: 1)), isLoopbackOne: isLoopbackOne)
  }

  @Test(arguments: [
    ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
    ("::ffff:192.0.2.1", "192.0.2.1", true),
    ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true), ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
    ("127.0.0.1", "127.0.0.3", true), ("127.0.0.1", "::1", true),
    // ::2 is in the network of ::1, but not of this machine.
    ("::1", "::2", false), ("127.0.0.1", "126.0.0.1", false),
  ])
  func isOneOrTwo(first: String, second: String, isOne: Bool) throws {
    #expect((try group(first) == group(second)) == isOne)
  }

  @Test func isShownAsWhatItIs() throws {
    #expect(try group("2001:db8:1:2:3::1").description == "2001:db8:1:2::/64")
    #expect(try group("192.0.2.1").description == "192.0.2.1")
    #expect(try group("::1").description == "127.0.0.1")
  }

  @Test func loopbackIsToldApartWhereThatIsAskedFor() throws {
    #expect(try group("127.0.0.2", isLoopbackOne: false) != group("127.0.0.3", isLoopbackOne: false))
    #expect(try group("127.0.0.2", isLoopbackOne: false).description == "127.0.0.2")
  }
}
