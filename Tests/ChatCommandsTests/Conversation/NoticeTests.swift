import ChatCore
import ChatTestSupport
import Testing

/// Everybody is told who comes and goes: once, in order with all else; and nobody of themselves.
@Suite(.waiting) struct NoticeTests {
  private static let people = 24

  private static func name(_ number: Int) -> String { "person\(number)" }

  private func names(_ client: WireClient, coming: Bool) -> [String] {
    client.events.compactMap { event in
      switch event {
      case .loggedIn(let name) where coming: name
      case .loggedOut(let name) where !coming: name
      default: nil
      }
    }
  }

  @Test func whoeverComesIsToldToAllThatAreThere() throws {
    let server = try crowdedServer()
    let clients = (0..<Self.people).map { _ in WireClient() }
    let poll = WirePoll(clients)
    for (number, client) in clients.enumerated() {
      try client.connect(port: server.port, isPlaintext: true)
      let registration = client.request(.register(name: Self.name(number), password: WireClient.password))
      try poll.drive(until: "person \(number) is registered") { client.replies[registration] != nil }
    }
    // All of them at once, but for the first.
    try clients[0].logIn(Self.name(0), beside: poll)
    for (number, client) in clients.enumerated().dropFirst() {
      client.request(.logIn(name: Self.name(number), password: WireClient.password))
    }
    let others = (1..<Self.people).map(Self.name)
    try poll.drive(until: "the first is told of all others") { names(clients[0], coming: true).count == others.count }
    try poll.drive(until: "all are there") { clients.allSatisfy { $0.events.contains(.caughtUp) } }
    // The answer comes behind what was told before it.
    let questions = clients.map { $0.request(.whoelse) }
    try poll.drive(until: "all are answered") { zip(clients, questions).allSatisfy { $0.replies[$1] != nil } }

    let told = clients.map { names($0, coming: true) }
    #expect(Set(told[0]) == Set(others))
    for number in clients.indices {
      #expect(Set(told[number]).count == told[number].count && !told[number].contains(Self.name(number)))
      for other in clients.indices where other > number {
        let isTold = told[number].contains(Self.name(other))
        #expect(isTold != told[other].contains(Self.name(number)), "\(number) and \(other): one came after the other")
      }
    }

    for client in clients.dropFirst() {
      client.request(.leave(.quit))
    }
    try poll.drive(until: "all others are gone") { names(clients[0], coming: false).count == others.count }
    #expect(Set(names(clients[0], coming: false)) == Set(others))
    for number in clients.indices {
      #expect(!names(clients[number], coming: false).contains(Self.name(number)), "told of one's own leaving")
    }
  }

  @Test func nobodyIsReadBeforeComing() throws {
    let server = try crowdedServer()
    let alice = try WireClient.member("alice", of: server)
    let bob = WireClient()
    try bob.connect(port: server.port, isPlaintext: true)
    try bob.register("bob")
    let poll = WirePoll([alice, bob])
    for round in 1...20 {
      try bob.connect(port: server.port, isPlaintext: true)
      try bob.logIn("bob", beside: poll)
      alice.onMessage = { _ in
        #expect(names(alice, coming: true).count == round, "read before it was told that its writer had come")
      }
      let isForAll = round.isMultiple(of: 2)
      let message = bob.request(isForAll ? .broadcast(body: "x") : .message(to: "alice", body: "x"))
      try poll.drive(until: "it is stored") { bob.replies[message] != nil }
      bob.request(.leave(.quit))
      try poll.drive(until: "bob is gone") { names(alice, coming: false).count == round }
    }
  }

  private func crowdedServer() throws -> ServerProcess {
    let data = try TemporaryDirectory()
    try data.write(Samples.parameterFile(changing: ["MaxCon": "100"]), to: "para.txt")
    return try ServerProcess(data: data, options: ["--plaintext"])
  }
}
