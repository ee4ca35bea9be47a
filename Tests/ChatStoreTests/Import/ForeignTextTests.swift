import ChatCore
import ChatStore
import Testing

/// Text files of other systems and of their editors: the same room comes in, whatever stands at the ends of lines.
@Suite struct ForeignTextTests {
  private static let texts: [OriginalPart: String] = [
    .parameters: "MaxCon 7\nTIME_OUT 60.0\n",
    .accounts: "alice wonderland\nbob two words\ncarol x\n",
    .messages: "bob alice(private) bob see you  at 5 \nbob alice(file_transfer) bob my notes.txt\n",
    .files: "bob alice my notes.txt\nbob carol  odd ",
    .blocks: "alice:bob carol \nbob:\ncarol:\n",
    .logInBlocks: "10.0.0.9 1393986325.27 alice\n",
  ]

  private func state(_ change: (OriginalPart, String) -> String) throws -> (DurableState, [String], [String]) {
    let box = try ImportBox()
    for (part, text) in Self.texts { try box.source.write(change(part, text), to: part.fileName) }
    try box.source.write("notes", to: "alice_bob_my notes.txt")
    try box.source.write("odd", to: "carol_bob_ odd ")
    let report = try box.run()
    #expect(report.warnings.isEmpty, "\(report.warnings)")
    let parameters = try ParameterFile.read(from: box.data.parameters).parameters
    return (try box.store.load(), try box.waiting(for: "bob"), Parameter.allCases.map(parameters.text))
  }

  struct Form: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (OriginalPart, String) -> String
  }

  private static func ended(_ text: String, by end: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: end)
  }

  static let forms = [
    Form(testDescription: "CRLF") { ended($1, by: "\r\n") },
    Form(testDescription: "a byte order mark") { "\u{FEFF}" + $1 },
    Form(testDescription: "CRLF behind a byte order mark") { "\u{FEFF}" + ended($1, by: "\r\n") },
    Form(testDescription: "CRLF at the last line too") { ended($1, by: "\r\n") + ($1.hasSuffix("\n") ? "" : "\r\n") },
    // What a message ends with belongs to it.
    Form(testDescription: "blanks") { $0 == .messages ? $1 : ended($1, by: " \t\n") },
    Form(testDescription: "blanks and CRLF") { ended($1, by: $0 == .messages ? "\r\n" : " \r\n") },
  ]

  @Test(arguments: forms) func theSameRoomComesIn(_ form: Form) throws {
    let (state, waiting, parameters) = try state { $1 }
    #expect(state.accounts.map(\.verifier)[0] == (try ImportBox.fakeVerifier("wonderland")))
    #expect(state.files.map(\.name.text) == ["my notes.txt", " odd "])
    #expect(waiting == ["alice(private): see you  at 5 ", "alice(file_transfer): my notes.txt"])
    #expect(state.blocks.count == 2 && state.logInBlocks.count == 1)
    let (other, otherWaiting, otherParameters) = try self.state(form.change)
    #expect(other == state)
    #expect(otherWaiting == waiting)
    #expect(otherParameters == parameters)
  }

  @Test func aLineOfParaIsRewrittenInTheFilesOwnForm() throws {
    let parameters = try ParameterFile(Array("TIME_OUT 500".utf8)).parameters
    let rewrite = { (text: String) in
      String(decoding: ParameterFile.rewriting(Array(text.utf8), .timeOut, as: parameters), as: UTF8.self)
        .unicodeScalars
        .map { $0 }
    }
    let scalars = { (text: String) in text.unicodeScalars.map { $0 } }
    #expect(rewrite("\u{FEFF}TIME_OUT 3\r\nMaxCon 5\r\n") == scalars("\u{FEFF}TIME_OUT 500.0\r\nMaxCon 5\r\n"))
    #expect(rewrite("MaxCon 5\r\n") == scalars("MaxCon 5\r\nTIME_OUT 500.0\r\n"))
    #expect(rewrite("MaxCon 5\n") == scalars("MaxCon 5\nTIME_OUT 500.0\n"))
  }
}
