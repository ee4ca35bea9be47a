import ChatCore
import ChatNet
import ChatStore
import Testing

@testable import ChatServer

/// The first lines of a server.
@Suite struct GreetingTests {
  private func lines(
    _ address: String, fingerprint: String? = "SHA256:" + String(repeating: "x", count: 43), name: String? = nil,
    registration: Registration = .open, isFirst: Bool = true, isInteractive: Bool = true
  ) throws -> [String] {
    Greeting(
      address: try #require(SocketAddress(host: address, port: 1234)), fingerprint: fingerprint,
      directory: DataDirectory(path: "/home/ann/.local/share/chatctl"), machineName: name,
      machineAddress: "192.0.2.7", words: CommandWords(), registration: registration, isFirst: isFirst,
      isInteractive: isInteractive
    ).lines
  }

  @Test(arguments: ["0.0.0.0", "::", "::1", "127.0.0.1", "192.0.2.7"], [nil, "SHA256:x"])
  func tenLinesAtMostThatFitATerminal(_ address: String, fingerprint: String?) throws {
    for name in [nil, "vm", "chat.example.org"] {
      for isInteractive in [true, false] {
        let lines = try lines(address, fingerprint: fingerprint, name: name, isInteractive: isInteractive)
        #expect(lines.count == 9)
        // The line for others may be longer: it is sent as it is. So may one with --plaintext, which few see.
        for line in lines where !line.hasPrefix("chatctl ") && !line.hasSuffix("--plaintext") {
          #expect(line.count <= 80, "\(line)")
        }
      }
      #expect(try self.lines(address, fingerprint: fingerprint, name: name, isFirst: false).count == 5)
    }
  }

  @Test func othersGetALineThatWorksForThem() throws {
    let end = " --fingerprint SHA256:" + String(repeating: "x", count: 43)
    let cases: [(String, String?, String, String)] = [
      ("0.0.0.0", "chat.example.org", "Others join with this line:", "chat.example.org"),
      ("0.0.0.0", "vm", "Others join with this line, or with 192.0.2.7 for vm:", "vm"),
      ("0.0.0.0", nil, "Others join with this line:", "192.0.2.7"),
      ("192.0.2.9", "vm", "Others join with this line:", "192.0.2.9"),
      ("127.0.0.1", "vm", "Others on this machine join with this line:", "127.0.0.1"),
    ]
    for (address, name, heading, host) in cases {
      let lines = try lines(address, name: name, isFirst: false)
      #expect(lines.suffix(2) == [heading, "chatctl connect \(host) 1234\(end)"])
    }
    #expect(
      try lines("192.0.2.9", fingerprint: nil, isFirst: false).suffix(2) == [
        "Others join, not encrypted, with this line:", "chatctl connect 192.0.2.9 1234 --plaintext",
      ])
  }

  @Test func whoStartedItJoinsOnThisMachine() throws {
    for (address, host) in [("0.0.0.0", "127.0.0.1"), ("::", "::1"), ("192.0.2.9", "192.0.2.9")] {
      let line = "Join in another terminal, then type register: chatctl connect \(host) 1234"
      #expect(try lines(address).contains(line))
    }
  }

  @Test func whoMayRegisterDecidesWhatIsSaidOfIt() throws {
    let invited = try lines("0.0.0.0", registration: .invited)
    #expect(invited.contains("Join in another terminal, then type register: chatctl connect 127.0.0.1 1234"))
    #expect(invited.contains("To make a code to register with: chatctl admin invite NAME"))
    let closed = try lines("0.0.0.0", registration: .closed)
    #expect(closed.contains("Join in another terminal: chatctl connect 127.0.0.1 1234"))
    #expect(closed.contains("To make an account: chatctl admin adduser NAME"))
  }

  @Test func keysAreNamedWhereSomebodyCanPressThem() throws {
    #expect(try lines("0.0.0.0").last == "To stop: Ctrl+C, or type stop; elsewhere chatctl admin stop")
    #expect(try lines("0.0.0.0", isInteractive: false).last == "To stop: chatctl admin stop")
  }
}
