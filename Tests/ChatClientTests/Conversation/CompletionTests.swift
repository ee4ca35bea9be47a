import ChatCore
import ChatTerminal
import Testing

@testable import ChatClient

@Suite struct CompletionTests {
  @Test(arguments: [
    ("message ", Completion.words(["bob"])),
    ("/block b", .words(["bob"])),
    ("message bob h", .nothing),
    ("file bob ", .files),
    ("fileget ", .words(["bob"])),
    ("fileget bob x", .nothing),
    ("help m", .words(CommandWord.allCases.map(\.rawValue))),
    ("whoelse ", .nothing),
    ("nonsense x", .nothing),
  ])
  func arguments(text: String, completion: Completion) {
    #expect(Completion(for: text, people: ["bob"]) == completion)
  }

  @Test func commands() {
    #expect(Completion(for: "", people: []) == .words(CommandWord.allCases.map(\.rawValue)))
    #expect(Completion(for: "/me", people: []) == .words(CommandWord.allCases.map { "/" + $0.rawValue }))
  }
}
