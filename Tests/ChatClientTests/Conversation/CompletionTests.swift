import ChatCore
import ChatTerminal
import ChatTestSupport
import Testing

@testable import ChatClient

@Suite struct CompletionTests {
  private static let commands = ChatVerbs.table.words

  /// Knows bob and carol, has blocked mallory; two files wait from bob, one from carol.
  private static let acquaintances: Acquaintances = {
    var known = Acquaintances(own: "alice")
    known.learn(from: .others(["bob", "carol"]))
    known.learn(from: .blocked(name: "mallory"))
    known.learn(
      from: .waitingFiles([
        FileListing(sender: "bob", name: "my holiday pictures.zip", size: 1),
        FileListing(sender: "carol", name: "b", size: 1), FileListing(sender: "bob", name: "a.txt", size: 1),
      ]))
    return known
  }()

  private func completion(_ text: String) -> Completion {
    Completion(for: text, acquaintances: Self.acquaintances) { path in
      path == "my f" ? [.init("my file.txt", label: "my file.txt")] : [.init(path + "!")]
    }
  }

  @Test(arguments: [
    ("", commands), ("me", commands), ("/me", commands.map { "/" + $0 }), ("  /", commands.map { "/" + $0 }),
    ("message ", ["bob", "carol"]), ("/block b", ["bob", "carol"]), ("message bob h", []), ("unblock ", ["mallory"]),
    ("file ", ["bob", "carol"]), ("help m", commands), ("whoelse ", []), ("nonsense x", []), ("block bob x", []),
    ("fileget ", ["bob", "carol"]), ("fileget BOB ", ["my holiday pictures.zip", "a.txt"]), ("fileget dave ", []),
    ("filedecline bob my hol", ["holiday pictures.zip"]), ("filedecline bob my holiday ", ["pictures.zip"]),
    ("broadcast b", []), ("file bob  my f", ["file.txt"]), ("file bob dir/x", ["dir/x!"]),
  ])
  func candidates(text: String, candidates: [String]) {
    #expect(completion(text).candidates.map(\.text) == candidates)
  }

  @Test func aFileIsTheRestOfTheLine() {
    #expect(!completion("file bob x").endsWord)
    #expect(!completion("fileget bob m").endsWord)
    #expect(completion("message b").endsWord)
  }

  @Test func ownFilesAreFound() throws {
    let box = try TemporaryDirectory()
    for name in ["two words.txt", "plain", ".hidden", "sub/inner", "bad\u{1B}[31m", "plan"] {
      try box.write("", to: name)
    }
    func found(_ path: String) -> [String] {
      OwnFiles.candidates(for: box.path(of: path)).map { String($0.text.dropFirst(box.path.count + 1)) }
    }
    #expect(found("") == ["plain", "plan", "sub/", "two words.txt"])
    #expect(found("pla") == ["plain", "plan"])
    #expect(found(".") == [".hidden"])
    #expect(found("two w") == ["two words.txt"])
    #expect(found("sub/") == ["sub/inner"])
    #expect(found("none/") == [])
    #expect(OwnFiles.candidates(for: box.path(of: "sub")).map(\.label) == ["sub/"])
  }

  @Test func theHomeDirectory() {
    #expect(OwnFiles.candidates(for: "~").map(\.text) == ["~/"])
    #expect(OwnFiles.expanded("~/a b", home: "/home/me") == "/home/me/a b")
    #expect(OwnFiles.expanded("~", home: "/home/me") == "/home/me")
    #expect(OwnFiles.expanded("~bob/a", home: "/home/me") == "~bob/a")
    #expect(OwnFiles.expanded("a/~/b", home: "/home/me") == "a/~/b")
    #expect(OwnFiles.expanded("~/a", home: nil) == "~/a")
  }
}
