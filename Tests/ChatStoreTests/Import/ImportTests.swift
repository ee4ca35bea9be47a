import ChatCore
import ChatStore
import ChatSystem
import Foundation
import Testing

/// What the original left behind comes in, with a warning for each line that was not tidy.
@Suite struct ImportTests {
  let box: ImportBox

  init() throws {
    box = try ImportBox()
  }

  @Test func anUntidyDirectoryComesInWithWarnings() throws {
    let report = try box.run(from: fixture("original"))
    #expect(
      report.warnings.map(\.description) == [
        "message_rep.txt:4: \"mallory\" is no account: kept as from a former account",
        "message_rep.txt:5: \"mallory\" is no account: kept as from a former account",
        "message_rep.txt:6: the message is empty: dropped",
        "file_rep.txt:1: the file \"my notes.txt\" from \"alice\" for \"Bob\" is taken from \"alice_Bob_my\"",
        "file_rep.txt:2: the file \"lost.txt\" from \"alice\" for \"Bob\" has no bytes in \"alice_Bob_lost.txt\": dropped",
        "file_rep.txt:3: \"mallory\" is no account: the file \"x\" from \"mallory\" for \"Bob\" is dropped",
        "file_rep.txt:4: \"mallory\" is no account: the file \"y\" from \"alice\" for \"mallory\" is dropped",
        "file_rep.txt:5: the file \"photo one.jpg\" from \"Bob\" for \"alice\" has no bytes in \"Bob_alice_photo one.jpg\": dropped",
        "file_rep.txt:6: the file \"photo two.jpg\" from \"Bob\" for \"alice\" has no bytes in \"Bob_alice_photo two.jpg\": dropped",
        "file_rep.txt:8: the file \"plain\" from \"alice\" for \"carol\" waits already: dropped",
        "file_rep.txt:9: the file \"../../etc/passwd\" from \"alice\" for \"carol\" has no bytes in \"alice_carol_../../etc/passwd\": dropped",
        "block_rep.txt:2: the blocker \"mallory\" is no account: dropped",
        "block_rep.txt:2: nobody can block oneself: \"Bob\" is dropped",
        "list_block.txt:1: \"alice\" on 127.0.0.1 stands in line 2 again: dropped",
        "list_block.txt:4: \"mallory\" is no account: dropped",
      ])
    #expect(report.accounts == 4)
    #expect(report.messages == 6)
    #expect(report.files == 2)
    #expect(report.blocks == 3)
    #expect(report.logInBlocks == 2)

    let state = try box.store.load()
    #expect(state.accounts.map(\.name.text) == ["alice", "Bob", "carol", "dave"])
    #expect(state.accounts[0].verifier == (try ImportBox.fakeVerifier("wonderland")))
    #expect(state.accounts[1].verifier == (try ImportBox.fakeVerifier("two words, kept")))
    #expect(state.accounts[2].verifier == (try Sample.verifier()))
    // Work that this server would not do is no hash of ours: it is a password, as the original would take it.
    let long = "$scrypt$ln=31,r=8,p=1$AQEBAQEBAQEBAQEBAQEBAQ$AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"
    #expect(state.accounts[3].verifier == (try ImportBox.fakeVerifier(long)))

    #expect(
      try box.waiting(for: "Bob") == [
        "alice(private): see you  at 5 ", "System(broadcast): \"alice\" has declined your file \"a b\".",
        "former mallory(private): psst", "alice(file_transfer): my notes.txt",
      ])
    #expect(
      try box.waiting(for: "alice") == ["former mallory(broadcast): all of you\nbye", "Bob(private): (me) too"])
    #expect(try box.waiting(for: "carol") == [])

    #expect(state.files.map(\.name.text) == ["my notes.txt", "plain"])
    #expect(state.files.map(\.size) == [6, 11])
    #expect(state.files[0].digest == ImportBox.fakeDigest("notes\n"))
    #expect(try FileBytes.read(box.data.file(state.files[1].id)) == Array("plain bytes".utf8))

    let blocks = BlockBook(state.blocks)
    #expect(blocks.blockers(of: state.accounts[0].id) == [state.accounts[1].id, state.accounts[2].id])
    #expect(blocks.blockers(of: state.accounts[1].id) == [state.accounts[0].id])
    #expect(
      state.logInBlocks == [
        LogInBlock(
          account: state.accounts[0].id, address: "127.0.0.1", since: WallTime(microseconds: 1_393_986_326_500_000)),
        LogInBlock(
          account: state.accounts[1].id, address: "10.0.0.9", since: WallTime(microseconds: 1_393_986_327_000_000)),
      ])
    #expect(
      try FileBytes.read(box.data.parameters)
        == Array("MaxCon 7\nBLOCK_TIME 60.0\nLAST_HOUR 100.0\nTIME_OUT 1000.0\n".utf8))
  }

  @Test func theSamplesAreTheOriginalsRoom() throws {
    let root = fixture("").components(separatedBy: "/Tests/")[0]
    let report = try box.run(from: "\(root)/samples")
    #expect(report.warnings.isEmpty)
    let state = try box.store.load()
    #expect(
      state.accounts.map(\.name.text) == [
        "Google", "Columbia", "network", "SEAS", "foobar", "wikipedia", "windows", "facebook", "csee4119",
      ])
    #expect(state.accounts[7].verifier == (try ImportBox.fakeVerifier("wastingtime")))
    let parameters = try ParameterFile.read(from: box.data.parameters).parameters
    #expect(Parameter.allCases.map(parameters.text) == ["5", "60.0", "100.0", "600.0"])
  }

  @Test func idsComeFromAboveTheBoundAndRaiseIt() throws {
    try box.store.commit(Sample.batch([Sample.message(10, from: 0, "earlier")], bound: 5000))
    try box.run(from: fixture("original"))
    let state = try box.store.load()
    #expect(state.accounts.map(\.id.rawValue) == [5001, 5002, 5003, 5004])
    #expect(state.formerNames == [Sample.account(5005): "mallory"])
    #expect(state.files.map(\.id.rawValue) == [5012, 5013])
    #expect(state.blocks.map(\.start.rawValue) == [5014, 5015, 5016])
    #expect(state.idBound.rawValue == 5016)
    #expect(try !box.waiting(for: "carol").contains("System(broadcast): earlier"))
  }

  @Test func namesThatExistAreRefused() throws {
    try box.store.commit(
      Sample.batch([try Sample.registration(1, "BOB"), try Sample.registration(2, "alice")], bound: 100))
    let before = try box.store.load()
    #expect(throws: OriginalFilesError.namesTaken(["alice", "BOB"])) { try box.run(from: fixture("original")) }
    #expect(try box.store.load() == before)
    #expect(try FileBytes.read(box.data.parameters) == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: box.data.files).isEmpty)
  }

  @Test func aMergeKeepsOurs() throws {
    try box.store.commit(Sample.batch([try Sample.registration(1, "BOB")], bound: 100))
    let kept = Entry.fileStored(
      FileID(rawValue: 50), sender: Sample.account(1), recipient: Sample.account(1), name: try FileName("kept"),
      size: 1,
      digest: Sample.digest())
    try box.store.commit(
      Sample.batch([
        Sample.record(51, kept), Sample.record(52, .logInBlocked(Sample.account(1), address: "10.0.0.9")),
      ]))
    try AtomicFile.write(Array("MaxCon 3\n".utf8), to: box.data.parameters)
    let report = try box.run(from: fixture("original"), .merge)
    #expect(report.accounts == 3)
    #expect(!report.takesParameters)
    let warnings = report.warnings.map(\.description)
    #expect(warnings[0] == "user_pass.txt:2: \"Bob\" exists already, our account stays")
    #expect(warnings.contains("list_block.txt:3: \"Bob\" is blocked on 10.0.0.9 already, our block stays"))
    let state = try box.store.load()
    #expect(state.accounts.map(\.name.text) == ["BOB", "alice", "carol", "dave"])
    #expect(state.accounts[0].verifier == (try Sample.verifier()))
    #expect(state.logInBlocks.first { $0.account.rawValue == 1 }?.since.microseconds == 52_000_000)
    #expect(state.files.map(\.name.text) == ["kept", "my notes.txt", "plain"])
    #expect(try box.waiting(for: "BOB").count == 5)
    #expect(try FileBytes.read(box.data.parameters) == Array("MaxCon 3\n".utf8))
  }

  @Test func aReplacementTakesTheirs() throws {
    try box.store.commit(
      Sample.batch(
        [
          try Sample.registration(1, "BOB"), try Sample.registration(2, "zoe"),
          Sample.message(10, from: 1, to: 2, "from our bob"), Sample.message(11, from: 2, to: 1, "for our bob"),
          Sample.record(
            21,
            .fileStored(
              FileID(rawValue: 20), sender: Sample.account(2), recipient: Sample.account(1), name: try FileName("gone"),
              size: 1, digest: Sample.digest())),
        ], bound: 100))
    try AtomicFile.write([1], to: box.data.file(FileID(rawValue: 20)))
    try box.run(from: fixture("original"), .replace)
    let state = try box.store.load()
    #expect(state.accounts.map(\.name.text) == ["zoe", "alice", "Bob", "carol", "dave"])
    #expect(state.accounts[2].verifier == (try ImportBox.fakeVerifier("two words, kept")))
    #expect(state.formerNames[Sample.account(1)] == "BOB")
    #expect(try box.waiting(for: "zoe") == ["former BOB(private): from our bob"])
    #expect(try box.waiting(for: "Bob").count == 4)
    #expect(state.files.map(\.name.text) == ["my notes.txt", "plain"])
    #expect(try FileBytes.read(box.data.file(FileID(rawValue: 20))) == nil)
  }

  /// A block holds for the name, whoever has it next: an account that is imported, too.
  @Test(arguments: [ImportMode.merge, .replace])
  func aBlockPassesToAnImportedAccount(mode: ImportMode) throws {
    try box.store.commit(
      Sample.batch(
        [
          try Sample.registration(1, "BOB"), try Sample.registration(2, "zoe"), try Sample.registration(3, "alice"),
          Sample.record(10, .blocked(blocker: Sample.account(2), blocked: Sample.account(1))),
          Sample.record(11, .blocked(blocker: Sample.account(3), blocked: Sample.account(1))),
        ] + (mode == .merge ? [Sample.record(12, .deregistered(Sample.account(1)))] : []), bound: 100))
    try box.run(from: fixture("original"), mode)
    let state = try box.store.load()
    let bob = try #require(state.accounts.first { $0.name.text == "Bob" }).id
    let alice = try #require(state.accounts.first { $0.name.text == "alice" }).id
    let blocks = state.blocks.filter { $0.blocked == bob && $0.end == nil }
    #expect(blocks.map(\.blocker).sorted() == [Sample.account(2), alice].sorted(), "each once")
    #expect(blocks.first { $0.blocker == Sample.account(2) }?.isUntold == true)
  }

  @Test func nothingIsLeftWhenAPasswordCannotBeHashed() throws {
    struct Refused: Error {}
    let refusing = ImportTools(
      hashPassword: { _ in throw Refused() }, makeDigest: ImportBox.tools.makeDigest,
      placeKey: ImportBox.tools.placeKey)
    #expect(throws: OriginalFilesError.hashing("Refused()")) {
      try box.run(from: fixture("original"), tools: refusing)
    }
    #expect(try box.store.load() == DurableState())
    #expect(try FileManager.default.contentsOfDirectory(atPath: box.data.files).isEmpty)
    #expect(try FileBytes.read(box.data.parameters) == nil)
  }

  @Test(arguments: ["MaxCon 3\n", nil]) func nothingIsLeftWhenTheCommitFails(_ parameters: String?) throws {
    if let parameters {
      try AtomicFile.write(Array(parameters.utf8), to: box.data.parameters)
    }
    // Somebody takes an id that the import has planned with, so that the very last step fails.
    let store = box.store
    let intruding = ImportTools(
      hashPassword: { password in
        if password == "wonderland" {
          try store.commit(Sample.batch([try Sample.registration(2, "intruder")]))
        }
        return try ImportBox.fakeVerifier(password)
      }, makeDigest: ImportBox.tools.makeDigest, placeKey: ImportBox.tools.placeKey)
    let error = #expect(throws: OriginalFilesError.self) {
      try box.run(from: fixture("original"), tools: intruding)
    }
    guard case .store = error else {
      Issue.record("expected the store to fail, not \(String(describing: error))")
      return
    }
    let state = try box.store.load()
    #expect(state.accounts.map(\.name.text) == ["intruder"])
    #expect(state.idBound == .zero)
    #expect(try FileManager.default.contentsOfDirectory(atPath: box.data.files).isEmpty)
    #expect(try FileBytes.read(box.data.parameters) == parameters.map { Array($0.utf8) })
  }

  @Test func progressCountsClearPasswords() throws {
    let seen = Counts()
    _ = try Importer(store: box.store, directory: box.data, tools: ImportBox.tools).run(
      from: fixture("original"), mode: .refuse, now: ImportBox.now, progress: { seen.add($0, $1) })
    #expect(seen.all == ["1/3", "2/3", "3/3"])
  }

  @Test func anUnusedStoreBesideTheFilesIsTold() throws {
    #expect(try box.store.isUnused)
    #expect(!box.data.holdsOriginalFiles)
    try AtomicFile.write([], to: "\(box.data.path)/user_pass.txt")
    #expect(box.data.holdsOriginalFiles)
    try box.run(from: box.data.path)
    #expect(try !box.store.isUnused)
  }

  @Test func bytesThatTwoRecordsMeanGoToNobody() throws {
    try box.write([
      .accounts: "a x\nb x\nc x\na_b x\n", .files: "c a_b d\nb a c_d\n",
    ])
    try box.source.write("secret", to: "a_b_c_d")
    let report = try box.run()
    #expect(report.files == 0)
    #expect(
      report.warnings.map(\.description) == [
        "file_rep.txt:1: the file \"d\" from \"a_b\" for \"c\" shares the name \"a_b_c_d\" with another one: dropped",
        "file_rep.txt:2: the file \"c_d\" from \"a\" for \"b\" shares the name \"a_b_c_d\" with another one: dropped",
      ])
  }
}

/// What was reported, from whatever thread, one call at a time.
private final class Counts: @unchecked Sendable {  // The importer calls under a lock of its own.
  private(set) var all: [String] = []

  func add(_ done: Int, _ total: Int) {
    all.append("\(done)/\(total)")
  }
}
