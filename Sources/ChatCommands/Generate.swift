import ArgumentParser
import ChatServer
import ChatSystem
import Glibc

/// `chatctl generate SOURCES`: for developers, and not shown to anybody else. `.ci/generate` runs it.
struct Generate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Write what is made from the code: completions, and the manual's lists.",
    discussion: """
      SOURCES is the top level of chatctl's sources. Prints what it has changed.

      Example: chatctl generate .
      """,
    shouldDisplay: false)

  @Argument(help: "The top level of chatctl's sources.", completion: .directory)
  var sources: String

  func run() throws {
    do {
      for shell in CompletionShell.allCases {
        let script = CompletionScript.mended(ChatCtl.completionScript(for: shell))
        try write(script + "\n", to: "completions/chatctl.\(shell.rawValue)")
      }
      let pages = ManualPage.directory
      let root = try CommandHelp(of: ChatCtl.self)
      for name in try DirectoryEntries.names(of: "\(sources)/\(pages)") ?? [] {
        let bytes = try FileBytes.read("\(sources)/\(pages)/\(name)") ?? []
        let page = ManualPage(name: name, text: String(decoding: bytes, as: UTF8.self))
        try write(page.regenerated(of: root), to: "\(pages)/\(name)")
      }
    } catch let error as FileError {
      throw Failure(error).reported
    }
  }

  private func write(_ text: String, to path: String) throws(FileError) {
    let bytes = Array(text.utf8)
    guard try FileBytes.read("\(sources)/\(path)") != bytes else { return }
    try FileDescriptor("\(sources)/\(path)", O_WRONLY | O_CREAT | O_TRUNC, mode: 0o644).write(bytes)
    Console.output.say(path)
  }
}
