import ChatCore
import Testing

@Suite("Names of files")
struct FileNameTests {
  @Test(arguments: [
    "test_file.txt", "my notes.txt", "-rf", "...", " ", "名前.pdf", "tab\there", "\u{1B}[2J",
    String(repeating: "x", count: 255),
  ])
  func aNameIsDataAndTakenAsItIs(text: String) throws {
    #expect(try FileName(text).text == text)
  }

  @Test(arguments: ["", ".", "..", "a/b", "/", "../x", "a\u{0}b", "a\nb", String(repeating: "é", count: 128)])
  func whatIsNoNameIsRefused(text: String) {
    #expect(throws: Refusal.fileNameMalformed(text)) { try FileName(text) }
  }

  @Test(arguments: [
    ("/etc/passwd", "passwd"), ("../../x y", "x y"), ("a/b/", "b"), ("plain", "plain"), ("//a", "a"),
  ])
  func ofAPathTheLastComponentCounts(path: String, name: String) throws {
    #expect(try FileName(lastComponentOf: path).text == name)
  }

  @Test(arguments: ["", "/", "..", "a/..", "a/."])
  func aPathWithoutANameIsRefused(path: String) {
    #expect(throws: Refusal.self) { try FileName(lastComponentOf: path) }
  }
}
