import Glibc
import Testing

@testable import ChatNet

@Suite struct SocketAddressTests {
  @Test(arguments: [
    ("127.0.0.1:1234", "127.0.0.1:1234", "127.0.0.1"),
    ("[::1]:1234", "[::1]:1234", "127.0.0.1"),
    ("127.8.9.10:1", "127.8.9.10:1", "127.0.0.1"),
    ("128.59.15.36:45657", "128.59.15.36:45657", "128.59.15.36"),
    ("[::ffff:128.59.15.36]:7", "128.59.15.36:7", "128.59.15.36"),
    ("[::ffff:127.0.0.1]:7", "127.0.0.1:7", "127.0.0.1"),
    ("[2001:DB8:0:0::5]:65535", "[2001:db8::5]:65535", "2001:db8::5"),
    ("0.0.0.0:0", "0.0.0.0:0", "0.0.0.0"),
    ("[::]:80", "[::]:80", "::"),
    ("[fe80::1%lo]:80", "[fe80::1%lo]:80", "fe80::1%lo"),
  ])
  func readsAndShows(_ text: String, _ shown: String, _ place: String) throws {
    let address = try #require(SocketAddress(text))
    #expect(address.description == shown)
    #expect(address.placeKey == place)
  }

  @Test(arguments: [
    "", "localhost:1", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1x", "1.2.3:4",
    "::1:1234", "[::1]", "[127.0.0.1]:1", "[::1:5", "[fe80::1%nowhere]:80", ":1234", "1.2.3.4:5:6",
  ])
  func refuses(_ text: String) {
    #expect(SocketAddress(text) == nil)
  }

  @Test func readsAHostAlone() {
    #expect(SocketAddress(host: "::1", port: 5)?.description == "[::1]:5")
    #expect(SocketAddress(host: "[::1]", port: 5)?.description == "[::1]:5")
    #expect(SocketAddress(host: "10.0.0.1", port: 5)?.description == "10.0.0.1:5")
    #expect(SocketAddress(host: "example.org", port: 5) == nil)
  }

  @Test(arguments: ["127.0.0.1:80", "[2001:db8::5]:443", "[fe80::1%lo]:80"])
  func survivesTheSystemsForm(_ text: String) throws {
    let address = try #require(SocketAddress(text))
    #expect(address.withSystemAddress { pointer, _ in SocketAddress(pointer) } == address)
  }

  @Test func knowsOtherFamiliesNot() {
    var address = sockaddr()
    address.sa_family = sa_family_t(AF_UNIX)
    #expect(SocketAddress(&address) == nil)
  }

  @Test func knowsLoopback() {
    #expect(SocketAddress("127.255.0.1:0")?.isLoopback == true)
    #expect(SocketAddress("[::1]:0")?.isLoopback == true)
    #expect(SocketAddress("128.0.0.1:0")?.isLoopback == false)
    #expect(SocketAddress("[::2]:0")?.isLoopback == false)
    #expect(SocketAddress("0.0.0.0:0")?.isUnspecified == true)
  }
}
