import ChatCore
import ChatTestSupport
import Testing

/// Registration by invitation, as the operator and the invited do it.
@Suite(.waiting, .serialized) struct InvitationTests {
  private func codes(_ names: String = "", on server: ServerProcess) throws -> [String] {
    let admin = try server.admin("invite " + names)
    return admin.output.split(separator: "\n").dropLast().compactMap { $0.split(separator: " ").last.map(String.init) }
  }

  @Test func aListIsHandedOutAndEachRegistersUnderTheOwnName() throws {
    let server = try ServerProcess(options: ["--registration", "invited"])
    let codes = try codes("ann bob", on: server)
    #expect(codes.count == 2 && codes.allSatisfy { InvitationCode.bytes(of: $0) != nil })
    let guest = try server.visitor()
    try guest.expectAnswer(to: "register", ["Please enter your new user name:"])
    try guest.expectAnswer(
      to: "ann", ["This room takes new members by invitation. Please enter the code of yours:"])
    try guest.expectAnswer(
      to: codes[1],
      Refusal.invitationVoid.lines + [
        "You are still registering a new user; an empty line leads back to the log-in.",
        "This room takes new members by invitation. Please enter the code of yours:",
      ])
    try guest.expectAnswer(to: codes[0].uppercased(), ["Please enter your new password:"])
    try guest.expectAnswer(to: "long enough", isHidden: true, ["Please re-enter your password:"])
    try guest.expectAnswer(
      to: "long enough", isHidden: true, ["You have successfully registered \"ann\". Please continue!", Greeting.start])
    // The pipe of a script has the code as its next line.
    let piped = try server.client()
    piped.send("register\nbob\n\(codes[1])\nlong enough\nlong enough\nbob\nlong enough")
    try piped.expect("Welcome to the Chatting room user \"bob\"!")
    #expect(try server.admin("invitations").output == "There are no invitations. Type \"invite\" to make one.\n")
  }

  @Test func aCodeThatTwentyUseAtOnceMakesOneAccount() throws {
    let server = try ServerProcess(options: ["--registration", "invited"])
    let code = try #require(try codes(on: server).first)
    let clients = try (0..<20).map { _ in
      let client = WireClient()
      try client.connect(port: server.port)
      return client
    }
    let requests = clients.enumerated().map { number, client in
      client.request(.register(name: "u\(number)", password: WireClient.password, code: code))
    }
    var registered = 0
    for (client, request) in zip(clients, requests) {
      switch try client.answer(to: request) {
      case .registered: registered += 1
      case let reply: #expect(reply == .refused(.invitationVoid))
      }
    }
    #expect(registered == 1)
  }

  @Test func codesAreOnDiskAsDigestsAndInNoLog() throws {
    let server = try ServerProcess(options: ["--registration", "invited"])
    let code = try #require(try codes("ann", on: server).first)
    let logs = try server.data.names(in: "logs").map { "logs/\($0)" }
    #expect(try logs.contains { try server.data.text(of: $0).contains("invite ann --for 7d") })
    let plain = code.filter { $0 != "-" }
    for name in ["chat.sqlite", "chat.sqlite-wal"] + logs {
      let text = String(decoding: try server.data.bytes(of: name), as: UTF8.self)
      #expect(!text.contains(code) && !text.contains(plain), "\(name) has the code")
    }
  }

  @Test func aFloodOfRegistrationsEndsAtTheLimit() throws {
    let server = try ServerProcess(options: ["--max-registrations-per-address", "5"])
    let client = WireClient()
    try client.connect(port: server.port)
    var registered = 0
    for number in 0..<30 {
      switch try client.ask(.register(name: "u\(number)", password: WireClient.password)) {
      case .registered: registered += 1
      case .refused(.tooManyRegistrations(let seconds)): #expect(seconds > 17_000 && seconds <= 17_280)
      case let reply: Issue.record("\(reply)")
      }
    }
    #expect(registered == 5)
    #expect(try server.admin("set registration closed").code == 0)
    #expect(try client.ask(.checkNewName("ann")) == .refused(.registrationClosed))
  }

  /// Killed at any moment, a use that is gone has made an account, and none has made two.
  @Test func killNineLeavesAsManyAccountsAsUses() throws {
    let data = try TemporaryDirectory()
    let uses = 40
    var server = try ServerProcess(data: data, options: ["--registration", "invited"])
    let code = try #require(try codes("--uses \(uses)", on: server).first)
    for round in 0..<4 {
      let client = WireClient()
      try client.connect(port: server.port)
      // One connection registers one after the other, so that the kill finds them in all stages.
      for number in 0..<round + 1 {
        let name = "r\(round)n\(number)"
        #expect(
          try client.ask(.register(name: name, password: WireClient.password, code: code)) == .registered(name: name))
      }
      client.request(.register(name: "last\(round)", password: WireClient.password, code: code))
      try server.process.crash()
      server = try ServerProcess(data: data, options: ["--registration", "invited"])
      let accounts = try server.admin("users --names").output.split(separator: "\n").count
      let left = try server.admin("invitations").output
      #expect(left.contains("\(uses - accounts) uses left"), "\(accounts) accounts, and \(left)")
    }
  }
}
