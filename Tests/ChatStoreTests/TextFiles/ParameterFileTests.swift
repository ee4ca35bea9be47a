import ChatCore
import ChatStore
import ChatTestSupport
import Testing

/// para.txt as people and the server edit it.
@Suite struct ParameterFileTests {
  private func file(_ text: String) throws -> ParameterFile {
    try ParameterFile(Array(text.utf8))
  }

  private func texts(_ parameters: Parameters) -> [String] {
    Parameter.allCases.map { parameters.text(of: $0) }
  }

  @Test func anyOrderAndSpellingIsRead() throws {
    let parameters = try file("  TIME_OUT   1e3\t\r\n\nMaxCon 0\nLAST_HOUR 60\n").parameters
    #expect(texts(parameters) == ["0", "60.0", "60.0", "1000.0"])
    #expect(try file("").parameters == Parameters())
    #expect(try file("MaxCon 5").named == [.maxCon])
  }

  @Test func weWriteTheOriginalsForm() throws {
    let parameters = try file("MaxCon 5\nBLOCK_TIME 60\nLAST_HOUR 0.5\nTIME_OUT 600").parameters
    let bytes = ParameterFile.bytes(of: parameters)
    #expect(String(decoding: bytes, as: UTF8.self) == "MaxCon 5\nBLOCK_TIME 60.0\nLAST_HOUR 0.5\nTIME_OUT 600.0\n")
    #expect(try ParameterFile(bytes).parameters == parameters)
  }

  @Test func onlyItsLineIsRewritten() throws {
    let parameters = try file("TIME_OUT 500").parameters
    let rewrite = { (text: String) in
      String(
        decoding: ParameterFile.rewriting(Array(text.utf8), .timeOut, as: parameters), as: UTF8.self)
    }
    #expect(rewrite("LAST_HOUR  7\n\n TIME_OUT 3\nnonsense\n") == "LAST_HOUR  7\n\nTIME_OUT 500.0\nnonsense\n")
    #expect(rewrite("MaxCon 5") == "MaxCon 5\nTIME_OUT 500.0\n")
    #expect(rewrite("") == "TIME_OUT 500.0\n")
  }

  @Test func aSavedValueIsInTheFileAndAMissingFileGetsAll() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path(of: "para.txt")
    try ParameterFile.save(.maxCon, of: file("MaxCon 7").parameters, to: path)
    #expect(try directory.text(of: "para.txt") == "MaxCon 7\nBLOCK_TIME 60.0\nLAST_HOUR 3600.0\nTIME_OUT 0.0\n")
    try directory.write("BLOCK_TIME 1\n", to: "para.txt")
    try ParameterFile.save(.maxCon, of: file("MaxCon 8").parameters, to: path)
    #expect(try directory.text(of: "para.txt") == "BLOCK_TIME 1\nMaxCon 8\n")
    #expect(try directory.names() == ["para.txt"])
  }

  @Test func changesAreThoseOfTheFile() throws {
    let earlier = try file("MaxCon 5\nTIME_OUT 60\n")
    #expect(try file("TIME_OUT 60.0\nMaxCon 5\n").changes(since: earlier) == [])
    #expect(try file("TIME_OUT 61\nMaxCon 5\nLAST_HOUR 3600\n").changes(since: earlier) == [.timeOut])
    #expect(try file("").changes(since: earlier) == [.maxCon, .timeOut])
  }

  @Test func aFileThatIsNotThereIsTheDefaults() throws {
    let directory = try TemporaryDirectory()
    #expect(try ParameterFile.read(from: directory.path(of: "para.txt")).parameters == Parameters())
    try directory.write("MaxCon x\n", to: "para.txt")
    #expect(throws: ParameterFile.Failure.self) { try ParameterFile.read(from: directory.path(of: "para.txt")) }
  }
}
