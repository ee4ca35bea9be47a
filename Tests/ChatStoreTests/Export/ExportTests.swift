import ChatCore
import ChatStore
import ChatSystem
import ChatTestSupport
import Foundation
import Testing

/// The state of a store as the original's files, to the byte.
@Suite struct ExportTests {
  let box: ImportBox
  let target: TemporaryDirectory
  private let alice = Sample.account(1)
  private let bob = Sample.account(2)
  private let carol = Sample.account(3)

  init() throws {
    box = try ImportBox()
    target = try TemporaryDirectory()
    try box.store.commit(
      Sample.batch([
        try Sample.registration(1, "alice"), try Sample.registration(2, "Bob"), try Sample.registration(3, "carol"),
      ]))
  }

  @discardableResult
  private func export(copying: Bool = false, blockTime: String = "60", wrote: (OriginalPart) -> Void = { _ in }) throws
    -> ExportReport
  {
    let parameters = try ParameterFile(Array("BLOCK_TIME \(blockTime)\n".utf8)).parameters
    return try Exporter(store: box.store, parameters: parameters, now: WallTime(seconds: 100)).write(
      to: target.path, copyingFilesFrom: copying ? box.data : nil, wrote: wrote)
  }

  private func file(_ id: Int64, from sender: AccountID, to recipient: AccountID, _ name: String) throws -> LogRecord {
    try AtomicFile.write(Array("bytes \(id)".utf8), to: box.data.file(FileID(rawValue: id)))
    return Sample.record(
      id + 1,
      .fileStored(
        FileID(rawValue: id), sender: sender, recipient: recipient, name: try FileName(name), size: 7,
        digest: Sample.digest()))
  }

  @Test func everyFileIsWrittenInItsForm() throws {
    var batch = Sample.batch([
      Sample.message(10, from: 1, to: 2, "see you  at 5 "), Sample.message(11, from: 3, "to\nall"),
      Sample.record(12, .blocked(blocker: bob, blocked: alice)),
      Sample.message(13, from: 1, "not for bob"),
      Sample.record(14, .blocked(blocker: carol, blocked: alice)),
      Sample.record(15, .blocked(blocker: alice, blocked: carol)),
      Sample.record(16, .unblocked(blocker: alice, blocked: carol)),
      Sample.record(50, .logInBlocked(bob, address: "10.0.0.1")),
      Sample.record(30, .logInBlocked(bob, address: "10.0.0.2")),
      try file(60, from: bob, to: alice, "my notes.txt"), try file(62, from: alice, to: carol, "a"),
      Sample.record(70, .fileRemoved(FileID(rawValue: 99), sender: carol, recipient: bob, notice: "declined")),
    ])
    batch.cursors[carol] = Sample.entry(11)
    try box.store.commit(batch)
    var order: [OriginalPart] = []
    let report = try export(wrote: { order.append($0) })
    #expect(report.leftOut.isEmpty && report.lines.isEmpty)
    #expect(order == OriginalPart.allCases)
    let verifier = try Sample.verifier().description
    #expect(try target.text(of: "para.txt") == "MaxCon 1000\nBLOCK_TIME 60.0\nLAST_HOUR 3600.0\nTIME_OUT 31536000.0\n")
    #expect(try target.text(of: "user_pass.txt") == "alice \(verifier)\nBob \(verifier)\ncarol \(verifier)\n")
    #expect(
      try target.text(of: "message_rep.txt") == """
        Bob alice(private) Bob see you  at 5\u{20}
        alice carol(broadcast) alice to\u{2028}all
        Bob carol(broadcast) Bob to\u{2028}all
        alice alice(broadcast) alice not for bob
        carol alice(broadcast) carol not for bob
        alice Bob(file_transfer) alice my notes.txt
        carol System(broadcast) carol declined

        """)
    #expect(try target.text(of: "file_rep.txt") == "alice Bob my notes.txt\ncarol alice a")
    #expect(try target.text(of: "block_rep.txt") == "alice:Bob carol \nBob:\ncarol:\n")
    #expect(try target.text(of: "list_block.txt") == "10.0.0.1 50.0 Bob\n")
    #expect(try target.names() == OriginalPart.allCases.map(\.fileName).sorted())
  }

  @Test func theBlockOfSomebodyGoneIsNamed() throws {
    try box.store.commit(
      Sample.batch([
        Sample.record(10, .blocked(blocker: bob, blocked: carol)),
        Sample.record(11, .blocked(blocker: alice, blocked: carol)),
        Sample.record(12, .blocked(blocker: alice, blocked: bob)), Sample.record(13, .deregistered(carol)),
      ]))
    #expect(
      try export().leftOutBlocks.map(\.description)
        == ["alice", "Bob"].map {
          "the block of \"carol\" by \"\($0)\" is left out: \"carol\" has no account any more"
        }.sorted())
    #expect(try target.text(of: "block_rep.txt") == "alice:\nBob:alice \n")
  }

  @Test func bansAndInvitationsAreCounted() throws {
    let invited = try [UInt8(1), 2].map { number in
      let digest = try #require(TokenDigest(Array(repeating: number, count: TokenDigest.length)))
      let entry = Entry.invited(digest, name: nil, uses: 1, until: WallTime(seconds: 9_000_000_000))
      return Sample.record(10 + Int64(number), entry)
    }
    let banned = Sample.record(10, .banned(.address("192.0.2.1"), until: nil, reason: nil))
    try box.store.commit(Sample.batch([banned] + invited))
    #expect(
      try export().lines == [
        "1 ban is left out: the files have no place for such",
        "2 invitations are left out: the files have no place for such",
      ])
  }

  @Test func anEmptyRoomIsSixFiles() throws {
    let empty = try ImportBox()
    _ = try Exporter(store: empty.store, parameters: Parameters(), now: .init(seconds: 1)).write(
      to: target.path(of: "new/dir"))
    #expect(try target.names(in: "new/dir").count == 6)
    for part in OriginalPart.allCases where part != .parameters {
      #expect(try target.bytes(of: "new/dir/\(part.fileName)").isEmpty)
    }
  }

  @Test func bytesOfWaitingFilesComeAlong() throws {
    try box.store.commit(Sample.batch([try file(60, from: bob, to: alice, "my notes.txt")]))
    try export(copying: true)
    #expect(try target.text(of: "Bob_alice_my notes.txt") == "bytes 60")
  }

  @Test func whatTextCannotCarryIsLeftOutAndNamed() throws {
    let long = String(repeating: "n", count: 250)
    try box.store.commit(
      Sample.batch([
        try Sample.registration(4, "a"), try Sample.registration(5, "a_b"), try Sample.registration(6, "b"),
        try file(60, from: alice, to: bob, long), try file(62, from: carol, to: bob, "from a former"),
        try file(64, from: Sample.account(5), to: carol, "x"),
        try file(66, from: Sample.account(4), to: Sample.account(6), "carol_x"),
        try file(68, from: alice, to: bob, "kept"), try file(70, from: alice, to: bob, "no bytes"),
        Sample.record(80, .deregistered(alice)), try Sample.registration(81, "alice"),
      ]))
    unlink(box.data.file(FileID(rawValue: 62)))
    // Carol stays, alice went: everything that she sent names nobody who is there.
    var report = try export(copying: true)
    #expect(
      report.leftOut.map(\.reason) == [.senderGone, .bytesGone, .nameTaken, .senderGone, .senderGone])
    #expect(
      report.leftOut[2].description
        == "the file \"carol_x\" from \"a\" for \"b\" is left out: another file would have the same name")
    #expect(try target.text(of: "file_rep.txt") == "carol a_b x")
    #expect(try target.text(of: "a_b_carol_x") == "bytes 64")

    try box.store.commit(Sample.batch([try file(90, from: carol, to: bob, long)]))
    report = try export()
    #expect(report.leftOut.contains { $0.name == long && $0.reason == .nameTooLong })
  }

  @Test func aReaderBesideTheServerExportsTheSame() throws {
    try box.store.commit(Sample.batch([Sample.message(10, from: 1, "hello")]))
    try export()
    let beside = try TemporaryDirectory()
    let reader = try SQLiteStore.openReadOnly(path: box.data.store)
    _ = try Exporter(store: reader, parameters: Parameters(), now: WallTime(seconds: 100)).write(to: beside.path)
    for part in OriginalPart.allCases {
      #expect(try beside.bytes(of: part.fileName) == target.bytes(of: part.fileName))
    }
  }
}
