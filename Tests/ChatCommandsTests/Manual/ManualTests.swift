import ArgumentParser
import ChatCore
import ChatServer
import ChatTestSupport
import Foundation
import Testing

@testable import ChatCommands

/// The pages of the manual and the scripts of completions/ are what the code makes of them, and a formatter takes them.
@Suite(.waiting) struct ManualTests {
  private static let top = URL(fileURLWithPath: Samples.path).appending(path: "..").standardized
  private static let pages = top.appending(path: ManualPage.directory)

  private static func pageNames() throws -> [String] {
    try TemporaryDirectory.names(at: pages.path)
  }

  private static func text(of page: String) throws -> String {
    try String(contentsOf: pages.appending(path: page), encoding: .utf8)
  }

  private static func root() throws -> CommandHelp {
    try CommandHelp(of: ChatCtl.self)
  }

  @Test func everySubcommandHasAPage() throws {
    let root = try Self.root()
    let topics = ["chatctl-json.7", "chatctl-room.7"]
    let wanted = ["chatctl.1"] + topics + root.shownSubcommands.map { "chatctl-\($0.commandName).1" }
    #expect(try Set(Self.pageNames()) == Set(wanted))
  }

  @Test func noPageHasDriftedFromTheCode() throws {
    for name in try Self.pageNames() {
      let page = try ManualPage(name: name, text: Self.text(of: name))
      #expect(try page.regenerated(of: Self.root()) == page.text, "\(name): run .ci/generate")
    }
  }

  @Test func noCompletionScriptHasDriftedFromTheCode() throws {
    for shell in CompletionShell.allCases {
      let script = Self.top.appending(path: "completions/chatctl.\(shell.rawValue)")
      #expect(
        try String(contentsOf: script, encoding: .utf8) == CompletionScript.mended(ChatCtl.completionScript(for: shell))
          + "\n",
        "\(shell.rawValue): run .ci/generate")
    }
  }

  @Test func thePrintedScriptIsTheSame() throws {
    let printing = try ChildProcess(Executable.path, ["--generate-completion-script", "bash"])
    #expect(try printing.wait() == 0)
    #expect(printing.output == CompletionScript.mended(ChatCtl.completionScript(for: .bash)) + "\n")
  }

  @Test func theDoctorsChecksAreExplained() throws {
    let text = try Self.text(of: "chatctl-doctor.1")
    for check in DoctorCheck.allCases {
      #expect(text.contains("\n.It Cm \(check.rawValue)\n"), "\(check)")
    }
  }

  @Test func everyVerbIsExplained() throws {
    let readme = try String(contentsOf: Self.top.appending(path: "README.md"), encoding: .utf8)
    let requests = try Self.text(of: "chatctl-json.7").split(separator: "\n").filter { $0.hasPrefix(".It Cm ") }
    for verb in ChatVerbs.table.verbs {
      if verb.doors != .json { #expect(readme.contains("`\(verb.word)"), "\(verb.word)") }
      guard verb.doors != .typed else { continue }
      let words = [verb.word] + verb.arguments.map(\.name)
      #expect(requests.contains { Set($0.split(separator: " ").map(String.init)).isSuperset(of: words) }, "\(words)")
    }
  }

  @Test func everyBlockIsUsed() throws {
    let text = try Self.pageNames().map(Self.text).joined()
    for block in ManualBlock.allCases {
      #expect(text.contains("\n.\\\" begin \(block.rawValue)\n"), "\(block)")
    }
  }

  @Test func aDriftIsSeen() throws {
    let page = ManualPage(
      name: "chatctl-doctor.1", text: ".\\\" begin synopsis\n.Nm chatctl doctor\n.Ar file\n.\\\" end\n")
    #expect(
      try page.regenerated(of: Self.root()) == """
        .\\" begin synopsis
        .Nm chatctl doctor
        .Op Fl Fl thorough
        .Op Fl Fl json
        .Op Fl Fl data Ar directory
        .\\" end

        """)
    #expect(throws: ManualPage.Failure.noBlock("x")) {
      try ManualPage(name: "chatctl.1", text: ".\\\" begin x\n.\\\" end\n").regenerated(of: Self.root())
    }
    #expect(throws: ManualPage.Failure.noEnd("options")) {
      try ManualPage(name: "chatctl.1", text: ".\\\" begin options\n").regenerated(of: Self.root())
    }
    #expect(throws: ManualPage.Failure.noCommand("chatctl-x.1")) {
      try ManualPage(name: "chatctl-x.1", text: "").regenerated(of: Self.root())
    }
  }

  @Test func formattersFindNothingWrong() throws {
    for name in try Self.pageNames() {
      // It looks for the pages that a page refers to in the directory it is started in.
      let lint = try ChildProcess("/usr/bin/mandoc", ["-T", "lint", "-W", "style", name], directory: Self.pages.path)
      #expect(try lint.wait() == 0, "\(lint.output)\(lint.errors)")
      let man = try ChildProcess(
        "/usr/bin/man", ["--warnings", "-l", "./" + name], environment: ["MANPAGER": "cat"],
        directory: Self.pages.path)
      #expect(try man.wait() == 0)
      #expect(man.errors.isEmpty, "\(name): \(man.errors)")
      #expect(man.output.contains("SEE ALSO"))
    }
  }

  @Test func textIsEscaped() {
    #expect(
      Mdoc.prose("One. .Two -x\n\n  chatctl No \"a\"\nExample: chatctl | x\n'end") == [
        "One.", "\\&.Two \\-x", ".Dl chatctl \\&No \\(dqa\\(dq", ".Dl chatctl \\&| x", ".Pp", "\\&'end",
      ])
  }
}
