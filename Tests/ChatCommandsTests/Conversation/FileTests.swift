import ChatTestSupport
import Glibc
import Testing

/// Files from one directory to another, with any bytes and any name.
@Suite(.waiting) struct FileTests {
  private static let sent = ["Now begin transferring, please wait...", "Transferring process succeeds."]
  private static let fetched = [
    "server ready, now client receive file",
    "Please wait until the \"receive file success\" notification has raised!...", "receive file success!",
  ]

  /// A server with alice and bob in it, each in a directory of their own.
  private struct Stand {
    let server: ServerProcess
    let alice: ChildProcess
    let bob: ChildProcess
    let here: TemporaryDirectory
    let there: TemporaryDirectory

    init(options: [String] = []) throws {
      server = try ServerProcess(options: options)
      here = try TemporaryDirectory()
      there = try TemporaryDirectory()
      alice = try server.member("alice", directory: here.path)
      bob = try server.member("bob", directory: there.path)
      try alice.expectLines("System(broadcast): \"bob\" has just logged in.")
    }

    /// Alice sends what lies at `path`; bob learns of `name`.
    func send(_ path: String, as name: String) throws {
      try alice.expectAnswer(
        to: "file bob \(path)", FileTests.sent + ["file \"\(name)\" has been successfully received by the server."])
      try bob.expectLines("alice(file_transfer): \(name)")
    }

    /// Bob fetches it, and it is saved as `saved`.
    func fetch(_ name: String, savedAs saved: String) throws {
      try bob.expectAnswer(
        to: "fileget alice \(name)", FileTests.fetched + ["It has been saved as \"\(there.path(of: saved))\"."])
    }

    /// What is left in the depot when the server has stopped.
    func depot() throws -> [String] {
      server.process.signal(SIGTERM)
      #expect(try server.process.wait() == 0)
      return try server.data.names(in: "files")
    }
  }

  @Test func anyBytesArriveAsTheyWere() throws {
    var generator = SeededGenerator()
    let bytes = (0..<3 * 1_024 * 128).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } }
    let stand = try Stand()
    try stand.here.write(bytes, to: "random.bin")
    try stand.send("random.bin", as: "random.bin")
    try stand.fetch("random.bin", savedAs: "random.bin")
    #expect(try stand.there.bytes(of: "random.bin") == bytes, "seed \(generator.seed)")
    #expect(try stand.there.names() == ["random.bin"])
    #expect(try stand.depot().isEmpty)
  }

  @Test(arguments: ["my notes.txt", "naïve 写真 📷.txt", "a  b", "semi;colon'quote\".txt"])
  func anyNameIsKept(_ name: String) throws {
    let stand = try Stand()
    try stand.here.write("what stands in it", to: name)
    try stand.send(name, as: name)
    try stand.bob.expectAnswer(to: "fileget", ["File \"\(name)\" from \"alice\"."])
    try stand.fetch(name, savedAs: name)
    #expect(try stand.there.text(of: name) == "what stands in it")
  }

  @Test(arguments: ["-rf", ".bashrc"])
  func aNameThatAProgramWouldTakeForItsOwnIsSavedUnderAnother(_ name: String) throws {
    let stand = try Stand()
    try stand.here.write("rm -rf ~", to: name)
    try stand.send("./\(name)", as: name)
    let path = stand.there.path(of: "_\(name)")
    try stand.bob.expectAnswer(
      to: "fileget alice \(name)",
      FileTests.fetched + [
        "It has been saved as \"\(path)\".",
        "A name that begins with \".\" or \"-\" gets a \"_\" in front, so that no program takes it for its own.",
      ])
    #expect(try stand.there.names() == ["_\(name)"])
  }

  /// Names are bytes, as in the directory they come from.
  @Test func namesThatOnlyLookTheSameAreTwoFiles() throws {
    let stand = try Stand()
    let composed = "r\u{E9}sum\u{E9}.txt"
    let decomposed = "re\u{301}sume\u{301}.txt"
    try stand.here.write("composed", to: composed)
    try stand.here.write("decomposed", to: decomposed)
    for name in [composed, decomposed] {
      try stand.send(name, as: name)
    }
    #expect(try stand.depot().count == 2)

    let backup = BackupCommand(data: stand.server.data)
    #expect(try backup.run("verify", try backup.create()).output.contains("2 waiting files"))
    let doctor = try ChildProcess(Executable.path, ["doctor", "--thorough", "--data", stand.server.data.path])
    _ = try doctor.wait()
    #expect(doctor.output.contains("\nok       store        "), "\(doctor.output)")
    let exported = try TemporaryDirectory()
    #expect(try backup.run("export", exported.path).errors.isEmpty)
    for name in [composed, decomposed] {
      #expect(try exported.names().contains { $0.utf8.elementsEqual("alice_bob_\(name)".utf8) })
    }

    let server = try ServerProcess(data: stand.server.data)
    let bob = try server.client(directory: stand.there.path)
    bob.write("bob\nsecret-password\n")
    try bob.expect("bob> \n")
    bob.send("fileget alice \(decomposed)")
    try bob.expect("It has been saved as \"")
    #expect(try stand.there.text(of: decomposed) == "decomposed")
    bob.send("filedecline alice \(decomposed)")
    try bob.expect("No file \"\(decomposed)\"")
    bob.send("filedecline alice \(composed)")
    try bob.expect("Delete \"\(composed)\" from \"alice\".")
    bob.send("fileget")
    try bob.expect("No file waits for you.")
  }

  /// In a pipe it is no data: it stands on standard error, on both sides.
  @Test func theDigestIsShown() throws {
    let stand = try Stand()
    try stand.here.write("abc", to: "abc.txt")
    try stand.send("abc.txt", as: "abc.txt")
    try stand.fetch("abc.txt", savedAs: "abc.txt")
    // FIPS 180-4, the first example.
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    for client in [stand.alice, stand.bob] {
      try client.expectError("SHA-256 of \"abc.txt\": \(digest)\n")
    }
  }

  /// Where there is no terminal to draw a bar on, a line is written every ten seconds.
  @Test func aLongTransferIsToldOfNowAndThen() throws {
    let stand = try Stand()
    try stand.here.writeZeros(256 << 20, to: "long.bin")
    stand.alice.send("file bob long.bin")
    try stand.alice.expect("Now begin transferring, please wait...\n")
    stand.server.process.signal(SIGSTOP)
    try stand.alice.expectError("1: long.bin to bob  ")
    try stand.alice.expectError(" of 268.4 MB  ")
    stand.server.process.signal(SIGCONT)
  }

  @Test func anEmptyFileIsAFile() throws {
    let stand = try Stand()
    try stand.here.write("", to: "empty")
    try stand.send("empty", as: "empty")
    try stand.fetch("empty", savedAs: "empty")
    #expect(try stand.there.bytes(of: "empty").isEmpty)
  }

  /// The bytes of a small file are ready before the answer that announces them is; they must not come first.
  @Test func manySmallFilesInARow() throws {
    let stand = try Stand()
    for number in 1...(TestLoad.isLight ? 5 : 50) {
      try stand.here.write("\(number)", to: "\(number).txt")
      try stand.send("\(number).txt", as: "\(number).txt")
      try stand.fetch("\(number).txt", savedAs: "\(number).txt")
    }
    #expect(try stand.bob.answer(to: "fileget") == ["No file waits for you."])
  }

  @Test func aPathIsLeftBehind() throws {
    let stand = try Stand()
    try stand.here.write("evil", to: "deep/evil")
    for path in ["deep/../deep/evil", stand.here.path(of: "deep/evil"), "./deep/evil"] {
      try stand.send(path, as: "evil")
    }
    try stand.bob.expectAnswer(
      to: "fileget alice ../evil",
      ["Error! No file \"../evil\" from \"alice\" waits for you. Type \"fileget\" alone to see what does."])
    try stand.fetch("evil", savedAs: "evil")
    #expect(try stand.there.names() == ["evil"])
  }

  @Test func nothingIsEverOverwritten() throws {
    let stand = try Stand()
    try stand.there.write("mine", to: "test_file.txt")
    try stand.here.write("first", to: "test_file.txt")
    try stand.send("test_file.txt", as: "test_file.txt")
    try stand.fetch("test_file.txt", savedAs: "test_file (1).txt")
    try stand.here.write("second", to: "test_file.txt")
    try stand.send("test_file.txt", as: "test_file.txt")
    try stand.fetch("test_file.txt", savedAs: "test_file (2).txt")
    #expect(try stand.there.text(of: "test_file.txt") == "mine")
    #expect(try stand.there.text(of: "test_file (1).txt") == "first")
    #expect(try stand.there.text(of: "test_file (2).txt") == "second")
  }

  @Test func theSameNameAgainReplacesTheOneThatWaits() throws {
    let stand = try Stand()
    for text in ["old", "new"] {
      try stand.here.write(text, to: "news.txt")
      try stand.send("news.txt", as: "news.txt")
    }
    try stand.bob.expectAnswer(to: "fileget", ["File \"news.txt\" from \"alice\"."])
    try stand.fetch("news.txt", savedAs: "news.txt")
    #expect(try stand.there.text(of: "news.txt") == "new")
    try stand.bob.expectAnswer(to: "fileget", ["No file waits for you."])
    #expect(try stand.depot().isEmpty)
  }

  @Test func whatSpeaksAgainstAFileIsTold() throws {
    let stand = try Stand(options: ["--max-file-size", "1000"])
    try stand.here.write(String(repeating: "x", count: 1_001), to: "large")
    try stand.here.write(String(repeating: "x", count: 1_000), to: "fitting")
    try stand.here.write("", to: "folder/inside")
    mkfifo(stand.here.path(of: "pipe"), 0o600)
    let alice = stand.alice
    try alice.expectAnswer(to: "file bob nothing", ["Error! There is no file \"nothing\" here. Please check its name!"])
    try alice.expectAnswer(
      to: "file bob folder",
      [
        "Error! \"folder\" is a directory. Please pack it first, and send the packed file: "
          + "tar czf folder.tar.gz folder"
      ])
    #expect(try alice.answer(to: "file bob pipe").first?.hasPrefix("Error! \"pipe\" is not a regular file.") == true)
    try alice.expectAnswer(
      to: "file bob large",
      ["Error! The file is larger than the 1000 bytes that this server takes. Please send a smaller one!"])
    try alice.expectAnswer(
      to: "file nobody fitting", ["Error! There is no user \"nobody\". Type \"whoelse\" to see who is online."])
    try alice.expectAnswer(to: "file alice fitting", ["Error! You cannot send a file to yourself! Please try again!.."])
    #expect(try stand.bob.answer(to: "block alice").count == 1)
    try alice.expectAnswer(to: "file bob fitting", ["Error! You are blocked by \"bob\", who takes nothing from you."])
    #expect(try stand.bob.answer(to: "unblock alice").count == 1)
    try stand.send("fitting", as: "fitting")
    try stand.bob.expectAnswer(
      to: "filedecline alice other",
      ["Error! No file \"other\" from \"alice\" waits for you. Type \"fileget\" alone to see what does."])
  }

  @Test(.enabled(if: Unprivileged.isAvailable, "nobody else can be run here"))
  func aFileThatMayNotBeReadIsTold() throws {
    // In clear: who has no rights can't read which keys the others know.
    let server = try SampleRoom(options: ["--plaintext"]).server
    let directory = try TemporaryDirectory()
    try directory.write("secret", to: "secret.txt")
    chmod(directory.path, 0o755)
    chmod(directory.path(of: "secret.txt"), 0)
    let client = try Unprivileged.start(
      server.connectArguments, directory: directory.path)
    client.write("facebook\nwastingtime\n")
    try client.expect("facebook> \n")
    try client.expectAnswer(
      to: "file Columbia secret.txt",
      ["Error! \"secret.txt\" can't be read: Permission denied. Please check who may read it!"])
  }

  @Test func theSenderLearnsOfADeclineOffLineToo() throws {
    let stand = try Stand()
    try stand.here.write("unwanted", to: "advert.txt")
    try stand.send("advert.txt", as: "advert.txt")
    stand.alice.send("logout")
    #expect(try stand.alice.rest().code == 0)
    try stand.bob.expectLines("System(broadcast): \"alice\" has just logged out.")
    try stand.bob.expectAnswer(
      to: "filedecline alice advert.txt",
      [
        "Successfully perform the \"filedecline\" operation for you. Delete \"advert.txt\" from \"alice\"."
      ])
    let alice = try stand.server.client()
    alice.write("alice\nsecret-password\n")
    try alice.expect("alice> \n")
    try alice.expectLines(
      "The off-line messages during you are not in:",
      "System(broadcast): \"bob\" has declined your file \"advert.txt\".",
      "Now you can input commands as above instructed:", "alice> ")
    #expect(try stand.depot().isEmpty)
  }

  @Test func anOffLineReceiverLearnsOfAFileAtTheLogIn() throws {
    let stand = try Stand()
    stand.bob.send("logout")
    #expect(try stand.bob.rest().code == 0)
    try stand.alice.expectLines("System(broadcast): \"bob\" has just logged out.")
    try stand.here.write("for later", to: "later.txt")
    try stand.alice.expectAnswer(
      to: "file bob later.txt", Self.sent + ["file \"later.txt\" has been successfully received by the server."])
    let bob = try stand.server.client(directory: stand.there.path)
    bob.write("bob\nsecret-password\n")
    try bob.expect("bob> \n")
    try bob.expectLines(
      "The off-line messages during you are not in:", "alice(file_transfer): later.txt",
      "Now you can input commands as above instructed:", "bob> ")
    try bob.expectAnswer(
      to: "fileget alice later.txt", Self.fetched + ["It has been saved as \"\(stand.there.path(of: "later.txt"))\"."])
    #expect(try stand.there.text(of: "later.txt") == "for later")
  }

  @Test func theBytesOfADeregisteredReceiverGo() throws {
    let stand = try Stand()
    try stand.here.write("never fetched", to: "gift.txt")
    try stand.send("gift.txt", as: "gift.txt")
    #expect(try stand.server.data.names(in: "files").count == 1)
    stand.bob.send("logout")
    #expect(try stand.bob.rest().code == 0)
    let guest = try stand.server.guest()
    for line in ["de-register", "bob", "secret-password"] {
      _ = try guest.answer(to: line)
    }
    #expect(try guest.answer(to: "yes").first == "You have successfully cancelled \"bob\". Please continue!")
    #expect(try stand.depot().isEmpty)
  }

  @Test func aDirectoryThatCannotBeWrittenKeepsTheFileAtTheServer() throws {
    let stand = try Stand()
    try stand.here.write("precious", to: "gift.txt")
    try stand.send("gift.txt", as: "gift.txt")
    // Whoever runs the tests may write anywhere, but not into a directory that is gone.
    rmdir(stand.there.path)
    let answer = try stand.bob.answer(to: "fileget alice gift.txt")
    #expect(answer.last?.hasPrefix("Error! \"gift.txt\" can't be saved here: No such file or directory.") == true)
    try stand.bob.expectAnswer(to: "fileget", ["File \"gift.txt\" from \"alice\"."])
  }
}
