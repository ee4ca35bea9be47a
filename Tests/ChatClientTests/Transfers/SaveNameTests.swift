import ChatCore
import Testing

@testable import ChatClient

@Suite struct SaveNameTests {
  @Test(arguments: [
    ("test_file.txt", 0, "test_file.txt"),
    ("test_file.txt", 1, "test_file (1).txt"),
    ("archive.tar.gz", 2, "archive.tar (2).gz"),
    ("README", 12, "README (12)"),
    (".bashrc", 0, "_.bashrc"),
    (".bashrc", 1, "_.bashrc (1)"),
    (".\u{301}bashrc", 0, "_.\u{301}bashrc"),
    ("-rf", 0, "_-rf"),
    ("-rf.txt", 1, "_-rf (1).txt"),
    ("_.bashrc", 0, "_.bashrc"),
    ("my notes", 1, "my notes (1)"),
    ("v1.a name with a dot early in it that is no ending", 1, "v1.a name with a dot early in it that is no ending (1)"),
  ])
  func candidates(name: String, number: Int, candidate: String) throws {
    #expect(SaveName.candidate(try FileName(name), number) == candidate)
  }

  @Test(arguments: [
    String(repeating: ".", count: 255), String(repeating: "x", count: 251) + ".txt", String(repeating: "é", count: 127),
  ])
  func longNamesStayNames(name: String) throws {
    let name = try FileName(name)
    for number in [0, 1, 9_999] {
      #expect(throws: Never.self) { try FileName(SaveName.candidate(name, number)) }
    }
    #expect(throws: Never.self) { try FileName(SaveName.partial(name, random: .max)) }
  }
}
