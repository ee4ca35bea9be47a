import ChatCore
import ChatTestSupport
import Glibc
import Testing

extension Durability {
  /// A crash in the middle of a commit: strace(1) holds the journal's thread back, so that the moment is hit for certain.
  @Suite(.waiting, .enabled(if: SystemTrace.isAllowed, "strace can't attach to a process here"))
  struct AimedCrashTests {
    /// Where the commit is held back.
    enum Moment: String, CaseIterable {
      /// Nothing of it is in the write-ahead log: the crash forgets the message.
      case beforeTheWrite = "pwrite64"
      /// All of it is in the file and may or may not be on the disk: after a mere kill -9 the message is there.
      case beforeTheSync = "fsync,fdatasync"
    }

    @Test(arguments: Moment.allCases)
    func nobodySeesAMessageBeforeItsCommitAndItIsStoredOnceAndShownOnce(moment: Moment) throws {
      var server = try ServerProcess(options: ["--resume-grace", "0"])
      let sender = try WireClient.member("sender", of: server)
      let reader = try WireClient.member("reader", of: server)
      let witness = WireClient()
      try witness.connect(port: server.port)
      try witness.register("witness")
      // The next one is not delayed by the id block or the first use of anything.
      _ = try sender.ask(.broadcast(body: "warm"))
      try reader.wait(until: "the first message is seen") { reader.shown.count == 1 }

      let trace = try SystemTrace(
        of: server.process,
        ["-e", "trace=recvfrom,\(moment.rawValue)", "-e", "inject=\(moment.rawValue):delay_enter=60000000"])
      let number = sender.request(.broadcast(body: "aimed"))
      // What the first message has put off may come just now, and be held back before it for a minute.
      try sender.wait(until: "the commit is held back", within: 180) {
        // A line is written down when the next one begins.
        sender.send(.ping)
        let isHeld = try trace.lines().contains { line in
          moment.rawValue.split(separator: ",").contains { line.text.hasPrefix($0) }
        }
        guard isHeld, moment == .beforeTheSync else { return isHeld }
        return try server.data.bytes(of: "chat.sqlite-wal").firstRange(of: "aimed".utf8) != nil
      }
      server.process.signal(SIGKILL)
      // A thread that strace holds back is dead by now, but not gone before its tracer is.
      try trace.abandon()
      #expect(try server.process.wait() == 128 + SIGKILL)
      try sender.wait(until: "the crash is noticed") { !sender.isOpen }
      #expect(sender.replies[number] == nil, "the receipt came while the commit was held back")
      #expect(reader.shown.map(\.body) == ["warm"] && sender.shown.map(\.body) == ["warm"])
      #expect(sender.unanswered.map(\.number) == [number])

      server = try ServerProcess(data: server.data, options: ["--resume-grace", "0"])
      for (name, client) in [("reader", reader), ("sender", sender)] {
        try client.connect(port: server.port)
        try client.logIn(name)
      }
      sender.sendUnansweredAgain()
      let reply = try sender.answer(to: number)
      switch moment {
      case .beforeTheWrite:
        guard case .stored = reply else { throw ChildProcess.Mismatch(description: "answered with \(reply)") }
      case .beforeTheSync:
        #expect(reply == .doneBefore)
      }
      _ = try sender.ask(.broadcast(body: "after"))
      try reader.wait(until: "the next message is seen") { reader.shown.last?.body == "after" }
      #expect(reader.shown.map(\.body) == ["warm", "aimed", "after"])
      let ids = Set((reader.shown + reader.dropped).filter { $0.body == "aimed" }.map(\.id))
      #expect(ids.count == 1)

      let late = try WireClient.returning("witness", to: server)
      try late.wait(until: "it has caught up") { late.events.contains(.caughtUp) }
      #expect(late.shown.map(\.body) == ["warm", "aimed", "after"])
      #expect(late.dropped.isEmpty, "a message is stored twice")
    }

    /// A disk that stands still stops the talk, which goes on when it does; people are told meanwhile.
    @Test func aSilentDiskIsToldAndEverythingGoesOnAfterwards() throws {
      let server = try ServerProcess()
      let sender = try WireClient.member("sender", of: server)
      _ = try sender.ask(.broadcast(body: "warm"))
      let trace = try SystemTrace(
        of: server.process,
        ["-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:delay_enter=3000000"])
      let number = sender.request(.broadcast(body: "late"))
      let silent = Event.announcement(
        "The server's disk does not answer. What you send is stored and shown as soon as it does.")
      try sender.wait(until: "it is told") { sender.events.contains(silent) }
      #expect(sender.replies[number] == nil && sender.shown.map(\.body) == ["warm"])
      // Questions need no disk.
      #expect(try sender.ask(.whoelse) == .others([]))
      try sender.wait(until: "it is stored") { sender.replies[number] != nil }
      guard case .stored = sender.replies[number] else {
        throw ChildProcess.Mismatch(description: "answered with \(String(describing: sender.replies[number]))")
      }
      #expect(sender.shown.map(\.body) == ["warm", "late"])
      try sender.wait(until: "the end of it is told") {
        sender.events.contains(.announcement("The server's disk answers again."))
      }
      try trace.abandon()
    }

    /// After a failed fsync nobody can tell what is on the disk: the server claims nothing any more, and ends.
    @Test func aFailedSyncEndsTheServer() throws {
      let server = try ServerProcess(options: ["--resume-grace", "0"])
      let sender = try WireClient.member("sender", of: server)
      let trace = try SystemTrace(
        of: server.process, ["-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO"])
      let number = sender.request(.broadcast(body: "lost?"))
      #expect(try server.process.wait() == EX_IOERR)
      try trace.abandon()
      try sender.wait(until: "the end is noticed") { !sender.isOpen }
      #expect(sender.replies[number] == nil)
      #expect(server.process.hasSaid("The server stops at once"))

      let next = try ServerProcess(data: server.data, options: ["--resume-grace", "0"])
      try sender.connect(port: next.port)
      try sender.logIn("sender")
      sender.sendUnansweredAgain()
      let reply = try sender.answer(to: number)
      guard case .stored = reply else {
        #expect(reply == .doneBefore)
        return
      }
    }
  }
}
