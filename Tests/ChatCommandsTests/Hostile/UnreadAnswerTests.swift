import ChatCore
import ChatTestSupport
import Testing

/// Who asks and never reads an answer is not asked after either: what the server keeps for it is bounded.
@Suite(.waiting, .serialized) struct UnreadAnswerTests {
  /// A list of so many files with the longest names is some 35 KB.
  private static let files = 120
  /// So many lists are far more than any kernel's buffers and the server's bound hold.
  private static let questions = 800
  private static let allowedGrowth = 8 << 20
  /// SHA-256 of no bytes.
  private static let digestOfNothing: [UInt8] = [
    0xE3, 0xB0, 0xC4, 0x42, 0x98, 0xFC, 0x1C, 0x14, 0x9A, 0xFB, 0xF4, 0xC8, 0x99, 0x6F, 0xB9, 0x24,
    0x27, 0xAE, 0x41, 0xE4, 0x64, 0x9B, 0x93, 0x4C, 0xA4, 0x95, 0x99, 0x1B, 0x78, 0x52, 0xB8, 0x55,
  ]

  @Test func longAnswersToShortQuestionsDoNotPileUp() throws {
    let server = try ServerProcess(options: ["--message-rate", "0"])
    let alice = try WireClient.member("alice", of: server)
    let bob = try WireClient.member("bob", of: server)
    for number in 0..<Self.files {
      let name = "\(number)" + String(repeating: "n", count: 250)
      let offer = alice.request(.offerFile(to: "bob", name: name, size: 0))
      guard case .uploadAccepted(let transfer, _) = try alice.answer(to: offer) else {
        Issue.record("\(alice.replies[offer].debugDescription)")
        return
      }
      alice.send(.endOfFile(transfer, digest: Self.digestOfNothing))
      try alice.wait(until: "it is stored") { if case .fileStored = alice.replies[offer] { true } else { false } }
    }
    try bob.wait(until: "all are announced") { bob.shown.count == Self.files }

    let memory = ProcessMemory(of: server.process.pid).resident
    bob.isReading = false
    let first = bob.request(.listFiles)
    for _ in 1..<Self.questions { bob.request(.listFiles) }
    let last = bob.request(.checkName("nobody"))
    // Others are served meanwhile, and what is kept for bob grows no more.
    var peak = memory
    let poll = WirePoll([alice, bob], server: server)
    for _ in 0..<40 {
      _ = try alice.ask(.whoelse, beside: poll)
      poll.drive(seconds: 0.05)
      peak = max(peak, ProcessMemory(of: server.process.pid).resident)
    }
    // A sanitizer takes memory of its own.
    if !TestLoad.isSanitized {
      #expect(peak - memory < Self.allowedGrowth, "from \(memory >> 20) to \(peak >> 20) MiB")
    }
    #expect(bob.isOpen)

    // Nothing was lost: it reads on, and everything is answered in the end.
    bob.isReading = true
    try poll.drive(until: "everything is answered") { bob.replies[last] != nil || !bob.isOpen }
    #expect(bob.replies[last] == .refused(.alreadyLoggedIn))
    for number in first..<last {
      guard case .waitingFiles = bob.replies[number] else {
        Issue.record("question \(number) was answered with \(bob.replies[number].debugDescription)")
        return
      }
    }
  }

  /// Pings and frames of unknown kinds are answered by the shard itself.
  @Test func whatTheShardAnswersIsBoundedToo() throws {
    let server = try ServerProcess(options: ["--message-rate", "0"])
    let bob = try WireClient.member("bob", of: server)
    let memory = ProcessMemory(of: server.process.pid).resident
    let pings = Array(repeatElement([0, 0, 0, 2, 0x1A, 0] as [UInt8], count: 4_000).joined())
    bob.isReading = false
    let poll = WirePoll([bob], server: server)
    var peak = memory
    let start = ContinuousClock.now
    poll.drive(seconds: 1) {
      if bob.unsentBytes == 0 { bob.send(raw: pings) }
      peak = max(peak, ProcessMemory(of: server.process.pid).resident)
    }
    // A sanitizer takes memory of its own.
    if !TestLoad.isSanitized {
      #expect(peak - memory < Self.allowedGrowth, "from \(memory >> 20) to \(peak >> 20) MiB")
    }
    #expect(bob.isOpen)
    // It does not take them faster than it says: the rest waits with the sender.
    bob.isReading = true
    poll.drive(seconds: 1)
    try poll.drive(until: "some are answered") { bob.pongs > 0 }
    // What is forgiven in the time that all of it took, and in a second for what is on its way.
    let most = 1_000 + 500 * (Int(start.duration(to: .now) / .seconds(1)) + 2)
    #expect(bob.pongs < most, "\(bob.pongs) pings were answered")
  }
}
