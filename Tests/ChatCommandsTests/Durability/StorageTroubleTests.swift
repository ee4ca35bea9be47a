import ChatCore
import ChatTestSupport
import Testing

extension Durability {
  /// A store that takes nothing, for each reason that strace(1) can give it: nobody has seen what it refused, whoever runs the
  /// server is told why, and the room recovers.
  @Suite(.waiting, .enabled(if: SystemTrace.isAllowed, "strace can't attach to a process here"))
  struct StorageTroubleTests {
    @Test(arguments: [("ENOSPC", StorageTrouble.full), ("EDQUOT", .quota), ("EIO", .inputOutput)])
    func itIsToldByItsNameAndPasses(errno: String, trouble: StorageTrouble) throws {
      let server = try ServerProcess()
      let writer = try WireClient.member("writer", of: server)
      let reader = try WireClient.member("reader", of: server)
      let poll = WirePoll([writer, reader], server: server)
      _ = try writer.ask(.broadcast(body: "warm"), beside: poll)
      let trace = try SystemTrace(
        of: server.process, ["-e", "trace=pwrite64", "-e", "inject=pwrite64:error=\(errno)"])
      #expect(try writer.ask(.broadcast(body: "lost"), beside: poll) == .refused(.notStored))
      #expect(try writer.ask(.broadcast(body: "refused"), beside: poll) == .refused(.readOnly))
      // Members are told that it is so, and not why.
      let neutral = "The server can't store anything new for now: what you send is refused until it can."
      try poll.drive(until: "it is told") { poll.clients.allSatisfy { $0.events.contains(.announcement(neutral)) } }
      try server.process.awaitText("nothing new is stored: \(trouble.sentence).")
      #expect(try server.admin("status").output.contains("no: \(trouble.sentence)"))

      try trace.abandon()
      let over = Event.announcement("The server can store messages again.")
      try poll.drive(until: "it is over") { poll.clients.allSatisfy { $0.events.contains(over) } }
      guard case .stored = try writer.ask(.broadcast(body: "kept"), beside: poll) else {
        throw ChildProcess.Mismatch(description: "the store takes nothing still")
      }
      try poll.drive(until: "it is shown") { reader.shown.last?.body == "kept" }
      #expect(reader.shown.map(\.body) == ["warm", "kept"] && writer.shown.map(\.body) == ["warm", "kept"])
    }
  }
}
