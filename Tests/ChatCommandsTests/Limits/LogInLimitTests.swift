import ChatCore
import ChatTestSupport
import Testing

/// Limits on wrong passwords, and what a flood of log-ins does to the others.
@Suite(.waiting, .serialized) struct LogInLimitTests {
  private func wrongPassword(for name: String, on server: ServerProcess, from source: UInt8 = 1) throws -> Reply {
    let client = WireClient()
    try client.connect(port: server.port, from: source)
    return try client.ask(.logIn(name: name, password: "wrong"))
  }

  private func registered(_ names: [String], on server: ServerProcess, from source: UInt8 = 1) throws {
    for name in names {
      let client = WireClient()
      try client.connect(port: server.port, from: source)
      try client.register(name)
    }
  }

  @Test func afterTooManyAnAddressHasToWait() throws {
    let server = try ServerProcess(options: ["--max-failed-log-ins", "4", "--failed-log-in-time", "4000"])
    try registered(["ann", "bob"], on: server)
    // Bob was here before.
    let bob = try WireClient.returning("bob", to: server)
    _ = try bob.ask(.leave(.logout))
    for count in 0..<4 {
      #expect(
        try wrongPassword(for: count % 2 == 0 ? "ann" : "nobody", on: server)
          == .refused(count % 2 == 0 ? .wrongPassword(triesLeft: 2) : .unknownName))
    }
    guard case .refused(.tooManyFailures(let seconds)) = try wrongPassword(for: "ann", on: server) else {
      throw ChildProcess.Mismatch(description: "the fifth was looked at")
    }
    #expect(seconds > 500 && seconds <= 1_000)
    #expect(try server.admin("status", "--json").output.contains("\"addresses_out_of_tries\":1"))

    let person = try server.client()
    person.send("ann")
    try person.expect("Too many log-ins from your address have failed. Please wait, you have ")
    try person.expect(" seconds left until another one is looked at!\n")
    // Others at the address do not lock bob out.
    let neighbour = try server.client()
    neighbour.send("bob\n\(WireClient.password)")
    try neighbour.expect("Welcome to the Chatting room user \"bob\"!")
  }

  @Test func aRightPasswordIsTakenAsSoonAsWasSaid() throws {
    let server = try ServerProcess(options: ["--max-failed-log-ins", "2", "--failed-log-in-time", "2"])
    try registered(["ann"], on: server)
    for _ in 0..<2 { _ = try wrongPassword(for: "ann", on: server) }
    let ann = WireClient()
    try ann.connect(port: server.port)
    var reply = try ann.ask(.logIn(name: "ann", password: WireClient.password))
    while case .refused(.tooManyFailures(let seconds)) = reply {
      #expect(seconds <= 1)
      WirePoll([ann]).drive(seconds: seconds)
      reply = try ann.ask(.logIn(name: "ann", password: WireClient.password))
    }
    #expect(reply == .welcome(name: "ann"))
  }

  /// Who hangs up while the password is looked at, which takes a while here, pays for it if it was wrong and not else.
  @Test func whoHangsUpPaysForWrongOnesAlone() throws {
    let server = try ServerProcess(options: [
      "--password-cost", "14", "--max-failed-log-ins", "2", "--failed-log-in-time", "600", "--tell-loopback-apart",
    ])
    try registered(["ann"], on: server)
    func hangUp(password: String, from source: UInt8) throws {
      let client = WireClient()
      try client.connect(port: server.port, from: source)
      try WirePoll([client]).drive(until: "there is a hello") { client.hello != nil }
      client.request(.logIn(name: "ann", password: password))
      client.cut()
    }
    for _ in 0..<2 { try hangUp(password: "wrong", from: 2) }
    try WirePoll([], server: server).drive(until: "both have failed") {
      try server.admin("status", "--json").output.contains("\"addresses_out_of_tries\":1")
    }
    for _ in 0..<5 { try hangUp(password: WireClient.password, from: 3) }
    for _ in 0..<2 {
      #expect(try wrongPassword(for: "ann", on: server, from: 3) == .refused(.wrongPassword(triesLeft: 2)))
    }
  }

  /// More at once than may fail: those that may still be wrong keep the others waiting, and turn nobody away.
  @Test func aHundredRightOnesAtOnceAllGetIn() throws {
    let server = try ServerProcess(options: ["--password-cost", "13"])
    let clients = try (0..<100).map { _ in
      let client = WireClient()
      try client.connect(port: server.port)
      return client
    }
    let poll = WirePoll(clients, server: server)
    func ask(_ request: (String) -> Request) throws -> [Reply?] {
      let numbers = clients.enumerated().map { place, client in client.request(request("member\(place)")) }
      // A hundred hashes at a low priority: beside other work they take as long as they take.
      try poll.drive(until: "all are answered", within: 300) {
        zip(clients, numbers).allSatisfy { $0.replies[$1] != nil }
      }
      return zip(clients, numbers).map { $0.replies[$1] }
    }
    for reply in try ask({ .register(name: $0, password: WireClient.password) }) {
      guard case .registered = reply else { throw ChildProcess.Mismatch(description: "\(reply.debugDescription)") }
    }
    let replies = try ask { .logIn(name: $0, password: WireClient.password) }
    #expect(replies == (0..<100).map { .welcome(name: "member\($0)") })
  }

  @Test func liftedTheyAreNotCounted() throws {
    let server = try ServerProcess(options: ["--max-failed-log-ins", "0"])
    try registered(["ann"], on: server)
    for _ in 0..<80 { #expect(try wrongPassword(for: "ann", on: server) == .refused(.wrongPassword(triesLeft: 2))) }
  }

  /// People chat, and somebody logs in, while hundreds of connections of another address have passwords checked.
  @Test func aFloodOfLogInsHoldsNobodyUp() throws {
    let server = try ServerProcess(options: [
      "--password-cost", "13", "--max-failed-log-ins", "0", "--max-password-backlog", "100", "--tell-loopback-apart",
    ])
    try registered(["victim", "guest"], on: server)
    // A blocked name's passwords would not be looked at, which costs nothing.
    #expect(try server.admin("set", "BLOCK_TIME", "0").code == 0)
    let talk = try Talk(server)
    let calm = try talk.goOn(for: 2)
    let quietLogIn = try logInTime(on: server)

    let flood = try (0..<200).map { _ -> WireClient in
      let client = WireClient()
      try client.connect(port: server.port, from: 2)
      return client
    }
    let poll = WirePoll(flood)
    var answered = 0
    var asked: [Int: UInt64] = [:]
    /// Each connection of the flood asks again as soon as it is answered.
    func goOn() {
      for (place, client) in flood.enumerated() {
        if let number = asked[place] {
          guard client.replies[number] != nil else { continue }
          answered += 1
        }
        asked[place] = client.request(.logIn(name: "nobody\(place)", password: "wrong"))
        asked[place] = client.request(.logIn(name: "victim", password: "wrong"))
      }
      poll.turn(milliseconds: 0)
    }
    goOn()
    let busy = try talk.goOn(for: 4, meanwhile: goOn)
    let loudLogIn = try logInTime(on: server, meanwhile: goOn)
    print("calm: \(calm.summary); log-in \(quietLogIn) s")
    print("flooded (\(answered) answers to log-ins): \(busy.summary); log-in \(loudLogIn) s")
    print("p99 \(busy.ninetyNinth / calm.ninetyNinth) times as long, log-in \(loudLogIn / quietLogIn) times")
    #expect(answered > 0)
    // On a machine that has other work, what is calm takes longer too.
    #expect(busy.ninetyNinth < max(0.25, 5 * calm.ninetyNinth))
    #expect(loudLogIn < max(5, 20 * quietLogIn))
  }

  /// How long a log-in takes, from another address than the flood's.
  private func logInTime(on server: ServerProcess, meanwhile: () -> Void = {}) throws -> Double {
    let clock = ContinuousClock()
    let client = WireClient()
    try client.connect(port: server.port, from: 3)
    let start = clock.now
    let number = client.request(.logIn(name: "guest", password: WireClient.password))
    let poll = WirePoll([client])
    try poll.drive(until: "the guest is in") {
      meanwhile()
      return client.replies[number] != nil
    }
    #expect(client.replies[number] == .welcome(name: "guest"))
    let seconds = start.duration(to: clock.now) / .seconds(1)
    _ = try client.ask(.leave(.logout))
    return seconds
  }
}
