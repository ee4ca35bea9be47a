import ChatCore
import ChatTestSupport
import Glibc
import Testing

extension Durability {
  /// A disk that fills up while people chat: told, read-only, and back again (DESIGN.md, "What is promised").
  @Suite(.waiting, .enabled(if: SmallDisk.isAllowed, "mounting a small disk takes root"))
  struct FullDiskTests {
    private static let full = "The server can't store anything new for now: what you send is refused until it can."
    private static let writable = "The server can store messages again."

    @Test func whatTheDiskRefusesIsToldAndWhatWasClaimedIsThere() throws {
      let disk = try SmallDisk(megabytes: 16)
      var server = try ServerProcess(data: disk.directory)
      let people = try ["a", "b"].map { try WireClient.member($0, of: server) }
      let person = try server.member("person")
      try Self.register("late", server)
      var ledger = MessageLedger()
      let poll = WirePoll(people, server: server)

      try Self.fillUp(disk, people, &ledger, poll)
      #expect(people.allSatisfy { $0.events.contains(.announcement(Self.full)) })
      try person.expect(Self.full)
      person.send("message a are you there")
      try person.expect("Not stored: the server can't store anything new for now.")

      try Self.sendStoredAgain(ledger, poll)
      // Questions and log-ins need no room.
      #expect(try people[0].ask(.whoelse, beside: poll) == .others(["b", "person"]))
      #expect(try people[0].ask(.wholasthr, beside: poll) == .lastHour(["b", "person"]))
      #expect(try people[0].ask(.block("b"), beside: poll) == .refused(.readOnly))
      let guest = WireClient()
      try guest.connect(port: server.port)
      #expect(try guest.ask(.register(name: "new", password: WireClient.password)) == .refused(.readOnly))
      try guest.logIn("late")
      try guest.wait(until: "it has caught up") { guest.events.contains(.caughtUp) }
      #expect(Set(guest.shown.map(\.body)) == ledger.bodies(for: "late"))
      guest.cut()

      disk.makeRoom()
      try poll.drive(until: "it has recovered by itself") {
        people.allSatisfy { $0.events.last { $0.isAnnouncement } == .announcement(Self.writable) }
      }
      try person.expect(Self.writable)
      person.send("message a now it works")
      try poll.drive(until: "it is delivered") { people[0].shown.last?.body == "now it works" }
      for (name, client) in zip(["a", "b"], people) {
        ledger.say(client, name, to: nil)
      }
      try poll.drive(until: "all is answered") { people.allSatisfy { $0.unanswered.isEmpty } }
      #expect(ledger.sent.suffix(2).allSatisfy { MessageLedger.isReceipted($0) })
      try Self.sendRefusedAgain(ledger, poll)

      server.process.signal(SIGTERM)
      #expect(try server.process.wait() == 0)
      server = try ServerProcess(data: disk.directory)
      try Self.checkStored(ledger, server)
    }

    /// A start on a full disk reads what there is, takes nothing, and recovers: after a crash, which leaves SQLite's files
    /// beside the store, and after an orderly stop, when there is no room to make them.
    @Test(arguments: [SIGKILL, SIGINT])
    func startedWhileFullItLosesNothingItClaimed(signal: Int32) throws {
      let disk = try SmallDisk(megabytes: 16)
      var server = try ServerProcess(data: disk.directory)
      let people = try ["a", "b"].map { try WireClient.member($0, of: server) }
      try Self.register("late", server)
      var ledger = MessageLedger()
      try Self.fillUp(disk, people, &ledger, WirePoll(people, server: server))
      if signal == SIGINT { disk.makeRoom() }
      server.process.signal(signal)
      _ = try server.process.wait()
      try disk.fill()

      server = try ServerProcess(data: disk.directory)
      try server.process.awaitText("nothing new is stored: the disk is full")
      let reader = try WireClient.returning("late", to: server)
      let poll = WirePoll([reader], server: server)
      try poll.drive(until: "it has caught up") { reader.events.contains(.caughtUp) }
      #expect(Set(reader.shown.map(\.body)) == ledger.bodies(for: "late"))
      #expect(try reader.ask(.broadcast(body: "refused"), beside: poll) == .refused(.readOnly))
      guard case .past(let past) = try reader.ask(.lookBack(LogQuery(before: nil, limit: 1)), beside: poll) else {
        throw ChildProcess.Mismatch(description: "nobody may look back")
      }
      #expect(past.count == 1)

      disk.makeRoom()
      try poll.drive(until: "it has recovered by itself") { reader.events.contains(.announcement(Self.writable)) }
      ledger.say(reader, "late", to: nil)
      try poll.drive(until: "it takes messages") { reader.unanswered.isEmpty }
      #expect(ledger.sent.last.map(MessageLedger.isReceipted) == true)
      reader.cut()
      try Self.checkStored(ledger, server)
    }

    @Test func anUploadThatDoesNotFitIsToldAndLeavesNothing() throws {
      let disk = try SmallDisk(megabytes: 16)
      let server = try ServerProcess(data: disk.directory)
      let home = try TemporaryDirectory()
      let sender = try server.member("sender", directory: home.path)
      let receiver = try server.member("receiver", directory: home.path)
      try home.write([UInt8](repeating: 7, count: 32 << 20), to: "large.bin")
      try home.write([UInt8](repeating: 7, count: 1 << 20), to: "small.bin")

      sender.send("file receiver large.bin")
      try sender.expect("The server could not handle \"large.bin\": the server's disk is full.")
      #expect(try disk.directory.names(in: "files").isEmpty)
      // Its bytes are gone, and so is the trouble, for whoever ran into it meanwhile.
      try sender.expect("sender> \n")
      let deadline = Deadline(seconds: ChildProcess.patience)
      while try !sender.answer(to: "file receiver small.bin").contains(
        "file \"small.bin\" has been successfully received by the server.")
      {
        try #require(!deadline.isOver, "\(sender.output)")
      }
      try receiver.expect("sender(file_transfer): small.bin")
    }

    /// Takes the room away and talks until nobody is heard any more.
    private static func fillUp(
      _ disk: SmallDisk, _ people: [WireClient], _ ledger: inout MessageLedger, _ poll: WirePoll
    ) throws {
      for _ in 0..<20 {
        people.enumerated().forEach { ledger.say($1, ["a", "b"][$0], to: nil) }
      }
      try poll.drive(until: "the first are stored") { people.allSatisfy { $0.unanswered.isEmpty } }
      try disk.fill()
      // What is allocated already may still take some.
      while !people.allSatisfy({ $0.events.contains(.announcement(full)) }) {
        try #require(ledger.sent.count < 10_000, "the disk does not fill up")
        people.enumerated().forEach { ledger.say($1, ["a", "b"][$0], to: nil, padding: 4_000) }
        try poll.drive(until: "they are answered") { people.allSatisfy { $0.unanswered.isEmpty } }
      }
      people.enumerated().forEach { ledger.say($1, ["a", "b"][$0], to: nil) }
      try poll.drive(until: "the last are answered") { people.allSatisfy { $0.unanswered.isEmpty } }
      let refusals = ledger.sent.compactMap { $0.sender.replies[$0.number] }.filter { !$0.isStored }
      #expect(refusals.contains(.refused(.notStored)))
      #expect(refusals.last == .refused(.readOnly))
      #expect(refusals.allSatisfy { $0 == .refused(.notStored) || $0 == .refused(.readOnly) })
      #expect(people.allSatisfy { $0.isOpen })
    }

    /// What is on the disk is claimed to be there while the disk is full, too: else its sender would write it anew.
    private static func sendStoredAgain(_ ledger: MessageLedger, _ poll: WirePoll) throws {
      let first = ledger.sent[0]
      try #require(MessageLedger.isReceipted(first) && first.sender.replies[first.number] != .doneBefore)
      let receipt = first.sender.replies[first.number]
      first.sender.send(.request(number: first.number, .broadcast(body: first.body)))
      try poll.drive(until: "it is answered again") { first.sender.replies[first.number] != receipt }
      #expect(first.sender.replies[first.number] == .doneBefore)
    }

    /// Sent again under its old number, what the disk refused is stored or refused, and never claimed to be there.
    private static func sendRefusedAgain(_ ledger: MessageLedger, _ poll: WirePoll) throws {
      let refused = ledger.sent.filter { !MessageLedger.isReceipted($0) }
      let before = refused.map { $0.sender.replies[$0.number] }
      try #require(!refused.isEmpty && !before.contains(nil))
      for message in refused {
        message.sender.send(.request(number: message.number, .broadcast(body: message.body)))
      }
      for client in poll.clients {
        _ = try client.ask(.block("nobody"), beside: poll)
      }
      for message in refused {
        let reply = message.sender.replies[message.number]
        #expect(reply != .doneBefore, "\(message.body.prefix(20)) was refused and is claimed to be stored")
      }
    }

    /// Who was away gets what was claimed, and nothing that was refused.
    private static func checkStored(_ ledger: MessageLedger, _ server: ServerProcess) throws {
      let late = try WireClient.returning("late", to: server)
      try late.wait(until: "it has caught up") { late.events.contains(.caughtUp) }
      let bodies = late.shown.map(\.body).filter { MessageLedger.origin(of: $0) != nil }
      #expect(Set(bodies) == ledger.bodies(for: "late"))
      #expect(late.dropped.isEmpty)
      ShownMessages.check(late.shown, of: "late", "after the restart")
      _ = try late.ask(.broadcast(body: "all is well"))
      try late.wait(until: "it is stored and seen") { late.shown.last?.body == "all is well" }
    }

    private static func register(_ name: String, _ server: ServerProcess) throws {
      let client = WireClient()
      try client.connect(port: server.port)
      try client.register(name)
    }
  }
}

extension Event {
  fileprivate var isAnnouncement: Bool {
    if case .announcement = self { true } else { false }
  }
}

extension Reply {
  fileprivate var isStored: Bool {
    switch self {
    case .stored, .storedForLater: true
    default: false
    }
  }
}
