import Testing

@testable import ChatClient

@Suite struct HostAddressTests {
  @Test(arguments: [
    ("chat.example.org", "chat.example.org:1234", false), ("Chat.Example.ORG.", "chat.example.org:1234", false),
    ("localhost", "localhost:1234", true), ("LOCALHOST", "localhost:1234", true),
    ("a.localhost", "a.localhost:1234", true),
    ("127.0.0.1", "127.0.0.1:1234", true), ("127.8.9.1", "127.8.9.1:1234", true), ("::1", "[::1]:1234", true),
    ("[0:0::1]", "[::1]:1234", true), ("192.0.2.1", "192.0.2.1:1234", false),
    ("2001:DB8::1", "[2001:db8::1]:1234", false),
    ("localhost.example.org", "localhost.example.org:1234", false), ("127.example.org", "127.example.org:1234", false),
  ])
  func oneSpellingAServer(host: String, text: String, isLoopback: Bool) {
    let address = HostAddress(host: host, port: 1234)
    #expect(address.description == text)
    #expect(address.isLoopback == isLoopback)
  }
}
