import ChatCore
import ChatStore
import ChatSystem
import Testing

/// A line that can't be used is named, and nothing has changed.
@Suite struct LineErrorTests {
  struct Wrong: Sendable, CustomTestStringConvertible {
    let part: OriginalPart
    let text: String
    let error: String
    var testDescription: String { error }

    init(_ part: OriginalPart, _ text: String, _ error: String) {
      self.part = part
      self.text = text
      self.error = error
    }
  }

  static let nameRule = "can't be a user name: it takes 1 to 32 of the characters A-Z a-z 0-9 . _ -"
  static let wrongs = [
    Wrong(
      .parameters, "MaxCon 5\nBLOCKTIME 3\n",
      "para.txt:2: \"BLOCKTIME\" is no parameter, the nearest is BLOCK_TIME; there are MaxCon, BLOCK_TIME, LAST_HOUR, TIME_OUT"
    ),
    Wrong(
      .parameters, "MaxCon many\n",
      "para.txt:1: MaxCon can't be \"many\": it takes a whole number from 0 to 1000000 (0 lets nobody in)"),
    Wrong(
      .parameters, "\nTIME_OUT -1\n",
      "para.txt:2: TIME_OUT can't be \"-1\": it takes decimal seconds from 0 to 31536000 (0 puts nobody out)"),
    Wrong(
      .parameters, "LAST_HOUR nan\n",
      "para.txt:1: LAST_HOUR can't be \"nan\": it takes decimal seconds from 0 to 31536000"),
    Wrong(.parameters, "MaxCon\n", "para.txt:1: expected NAME VALUE"),
    Wrong(.parameters, "MaxCon 5 6\n", "para.txt:1: expected NAME VALUE"),
    Wrong(.parameters, "MaxCon 5\nMaxCon 6\n", "para.txt:2: MaxCon stands here a second time"),
    Wrong(.accounts, "alice\n", "user_pass.txt:1: expected NAME PASSWORD"),
    Wrong(.accounts, " alice\n", "user_pass.txt:1: expected NAME PASSWORD"),
    Wrong(.accounts, "alice \n", "user_pass.txt:1: the password must have 1 to 128 characters"),
    Wrong(.accounts, "ok x\nal/ice x\n", "user_pass.txt:2: \"al/ice\" \(nameRule)"),
    Wrong(.accounts, "Quit x\n", "user_pass.txt:1: \"Quit\" is a word of the system and can't be a user name"),
    Wrong(.accounts, "alice x\n\nAlice y\n", "user_pass.txt:3: \"Alice\" and \"alice\" (line 1) differ in case alone"),
    Wrong(.accounts, "alice x\nalice y\n", "user_pass.txt:2: \"alice\" stands in line 1 already"),
    Wrong(.messages, "alice bob(private)\n", "message_rep.txt:1: expected OWNER SENDER(KIND) RECEIVER BODY"),
    Wrong(.messages, "alice bob alice hello\n", "message_rep.txt:1: expected OWNER SENDER(KIND) RECEIVER BODY"),
    Wrong(.messages, "alice (private) alice hello\n", "message_rep.txt:1: expected OWNER SENDER(KIND) RECEIVER BODY"),
    Wrong(
      .messages, "alice bob(shout) alice hello\n",
      "message_rep.txt:1: \"shout\" is no kind of message (there are private, broadcast, file_transfer)"),
    Wrong(
      .messages, "alice bob(private) bob hello\n", "message_rep.txt:1: the receiver \"bob\" is not the owner \"alice\""),
    Wrong(
      .messages, "alice x(private) alice ok\nzoe bob(private) zoe hello\n",
      "message_rep.txt:2: there is no account \"zoe\" in user_pass.txt"),
    Wrong(
      .messages, "alice bob(private) alice \(String(repeating: "x", count: 8193))\n",
      "message_rep.txt:1: the message is longer than 8192 bytes"),
    Wrong(.files, "bob alice\n", "file_rep.txt:1: expected RECEIVER SENDER FILENAME"),
    Wrong(.files, "bob alice ", "file_rep.txt:1: expected RECEIVER SENDER FILENAME"),
    Wrong(.blocks, "alice bob\n", "block_rep.txt:1: expected NAME:BLOCKER BLOCKER"),
    Wrong(.blocks, ":bob \n", "block_rep.txt:1: expected NAME:BLOCKER BLOCKER"),
    Wrong(.blocks, "alice:bob \nzoe:\n", "block_rep.txt:2: there is no account \"zoe\" in user_pass.txt"),
    Wrong(.logInBlocks, "10.0.0.1 1\n", "list_block.txt:1: expected IP EPOCH NAME"),
    Wrong(.logInBlocks, "10.0.0.1 1.0 \n", "list_block.txt:1: expected IP EPOCH NAME"),
    Wrong(.logInBlocks, "10.0.0.1 soon alice\n", "list_block.txt:1: \"soon\" is no time in seconds since 1970"),
    Wrong(.logInBlocks, "10.0.0.1 1e400 alice\n", "list_block.txt:1: \"1e400\" is no time in seconds since 1970"),
    Wrong(.logInBlocks, "10.0.0.x 1.0 alice\n", "list_block.txt:1: \"10.0.0.x\" is no IP address"),
  ]

  @Test(arguments: wrongs) func isNamedAndNothingHasChanged(_ wrong: Wrong) throws {
    let box = try ImportBox()
    try box.write([.accounts: "alice x\nbob y\n"])
    try box.write([wrong.part: wrong.text])
    let error = #expect(throws: OriginalFilesError.self) { try box.run() }
    #expect(error?.description == wrong.error)
    #expect(try box.store.load() == DurableState())
    #expect(try FileBytes.read(box.data.parameters) == nil)
  }

  @Test(arguments: OriginalPart.allCases) func whatIsNotUTF8IsNamed(_ part: OriginalPart) throws {
    let box = try ImportBox()
    try box.source.write(Array("\n".utf8) + [0x61, 0x20, 0xFF, 0x0A], to: part.fileName)
    let error = #expect(throws: OriginalFilesError.self) { try box.run() }
    #expect(error?.description == "\(part.fileName):2: it is not valid UTF-8")
  }

  @Test func anEmptyDirectoryIsTold() throws {
    let box = try ImportBox()
    #expect(throws: OriginalFilesError.nothingThere(box.source.path)) { try box.run() }
  }
}
