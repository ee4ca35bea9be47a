import ChatTestSupport
import Testing

/// The transcripts of the original's document, replayed on its nine users: in pipes, and at a terminal where a log-in
/// fails, since who fails in a pipe is not asked again. All that a client shows is compared.
@Suite(.waiting) struct TranscriptTests {
  @Test(arguments: ["session", "wrong-passwords", "off-line", "registration"])
  func isReplayed(_ name: String) throws {
    let transcript = try Transcript(named: name)
    let room = try SampleRoom(parameters: transcript.parameters)
    try Replay(on: room.server).play(transcript)
  }

  @Test func sessionIsReplayedAfterAnImportFromElsewhere() throws {
    let data = try TemporaryDirectory()
    let importing = try ChildProcess(
      Executable.path, ["backup", "import", Samples.path, "--data", data.path, "--password-cost", "4"])
    #expect(try importing.wait() == 0)
    #expect(importing.output == "Imported 9 users, 0 messages, 0 files, 0 blocks and 0 blocked log-ins.\n")
    let file = "\(Samples.path)/user_pass.txt"
    #expect(
      importing.errors
        == "Warning: \(file) holds the passwords in clear, and is not needed any more by this server. Remove it with: rm "
        + "\(file)\n")
    try Replay(on: ServerProcess(data: data)).play(Transcript(named: "session"))
  }

  @Test func fileTransferIsReplayed() throws {
    let room = try SampleRoom()
    let replay = Replay(on: room.server)
    let file = try Samples.bytes(of: "test_file.txt")
    try replay.directory(of: "facebook").write(file, to: "test_file.txt")
    try replay.play(Transcript(named: "file-transfer"))
    #expect(try replay.directory(of: "Columbia").names() == ["test_file.txt"])
    #expect(try replay.directory(of: "Columbia").bytes(of: "test_file.txt") == file)
    try room.server.awaitEmptyDepot()
  }

  @Test func aLineThatIsNotAsWrittenIsFound() throws {
    let server = try ServerProcess()
    let text = "[one]\nconnect\n| Now you are trying to connect to the dancing room!\nend\nexit 0\n"
    #expect(throws: ChildProcess.Mismatch.self) { try Replay(on: server).play(Transcript(text: text)) }
    #expect(Replay.matches("you have 39.8 seconds left", "you have {number} seconds left"))
    #expect(!Replay.matches("you have no seconds left", "you have {number} seconds left"))
    #expect(Replay.matches("Columbia> ", "Columbia>"))
  }
}
