import ChatServer
import ChatTestSupport
import Foundation
import Glibc
import Testing

/// The README holds what it says: each of its command blocks is run, in order, as somebody runs it who follows it.
@Suite(.waiting) struct ReadmeTests {
  private static let readme = "README.md"

  @Test func itIsShort() throws {
    let text = try CommandBlocks.text(of: Self.readme)
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 < 250)
    #expect(text.utf8.count < 16 << 10)
  }

  @Test func everyFileThatNewcomersAreSentToIsThere() throws {
    let text = try CommandBlocks.text(of: "Sources/CONTRIBUTING.md")
    let top = URL(fileURLWithPath: Samples.path).appending(path: "..").standardized
    let files = ["Sources", "Tests"].flatMap { folder in
      FileManager.default.enumerator(atPath: top.appending(path: folder).path)?.compactMap { $0 as? String } ?? []
    }
    let names = text.split(separator: "`").filter { $0.hasSuffix(".swift") && !$0.contains(" ") && !$0.contains("…") }
    #expect(names.count > 20)
    for name in names {
      let path = name.hasPrefix("Tests/") ? name.dropFirst(6) : name
      #expect(files.contains { $0 == path || $0.hasSuffix("/" + path) }, "\(name)")
    }
  }

  @Test func everyCommandBlockWorksAsItStands() throws {
    let text = try CommandBlocks.text(of: Self.readme)
    var blocks = CommandBlocks.blocks(of: text, language: "sh")
    try #require(blocks.count == 6)
    let house = try ReadmeHouse()
    let server = try serve(blocks.removeFirst(), in: house)
    for block in CommandBlocks.blocks(of: text, language: "") where block.first?.hasPrefix("$ ") == true {
      try play(block, in: house)
    }
    let alice = try furnish(house)
    for command in blocks.flatMap(CommandBlocks.commands) {
      let process = try house.start(command)
      process.closeInput()
      if command.contains("--expect") {
        try alice.expect("bot(private): deploy?\n")
        alice.send("message bot yes")
      }
      try house.finish(process, command)
      if command.hasPrefix("make ") { try alice.expect("bot(private): make is done\n") }
    }
    try alice.expect("bot(private): hi\n")
    for (shell, question) in [
      ("bash", "source completions/chatctl.bash && complete -p chatctl"),
      ("zsh", "fpath=(~/.zsh $fpath); autoload -U compinit && compinit -u -D && which _chatctl"),
      ("fish", "complete -C 'chatctl ser' | grep serve"),
    ] {
      #expect(try house.run(question, shell: shell, options: []).contains("chatctl") || shell == "fish")
    }
    try house.run(".build/release/chatctl admin stop --data room")
    try server.expect("The server has stopped! Bye!")
  }

  /// The cells "to have it otherwise" of the table of what differs from the original.
  @Test func everyWayToHaveItOtherwiseIsOne() throws {
    let text = try CommandBlocks.text(of: Self.readme)
    let rows = text.split(separator: "\n").drop { !$0.contains("| to have it otherwise |") }.dropFirst(2).prefix {
      $0.hasPrefix("|")
    }
    let ways = rows.compactMap { $0.split(separator: "|").last }.flatMap { $0.matches(of: #/`([^`]+)`/#) }.map(
      \.output.1)
    #expect(rows.count >= 6 && ways.count >= 5)
    let server = try ServerProcess()
    for way in ways {
      var words = way.split(separator: " ").map { $0 == "DIR" ? server.data.path(of: "export") : String($0) }
      if words.first == "chatctl" {
        words = words.dropFirst() + ["--data", server.data.path]
      } else {
        words = (words.first == "serve" ? words : ["serve"] + words) + ["--print-config", "--data", server.data.path]
      }
      let process = try ChildProcess(Executable.path, words)
      process.closeInput()
      #expect(try process.wait() == 0, "\(way): \(process.errors)")
      // Another value is no other way unless it is the one that holds then.
      for option in words where option.hasPrefix("--") && words.first == "serve" && option != "--print-config" {
        let line = process.output.split(separator: "\n").first { $0.hasPrefix(option.dropFirst(2) + ": ") }
        #expect(line?.contains("(the command line)") == true || option == "--data", "\(way)")
      }
    }
  }

  /// Other documents have no blocks that nobody runs, but for the one that measures for minutes.
  @Test func noOtherDocumentHasCommandBlocks() throws {
    let found = try #require(
      FileManager.default.enumerator(at: CommandBlocks.top.appending(path: "Sources"), includingPropertiesForKeys: nil))
    var names: [String] = []
    for case let url as URL in found where url.pathExtension == "md" {
      let text = try String(contentsOf: url, encoding: .utf8)
      if !CommandBlocks.blocks(of: text, language: "sh").isEmpty { names.append(url.lastPathComponent) }
    }
    #expect(names == ["MEASURING.md"])
  }

  @Test func commandsOverSeveralLinesStayOne() {
    let block = CommandBlocks.blocks(of: "a\n```sh\nx &&\n  y\nz \\\n  1\n```\n```\nno\n```\n", language: "sh")
    #expect(block.map(CommandBlocks.commands) == [["x &&\n  y", "z \\\n  1"]])
  }

  /// Starts the room of the first block, on a free port in place of the README's.
  private func serve(_ block: [String], in house: ReadmeHouse) throws -> ChildProcess {
    house.port = "0"
    let server = try house.start(block.joined(separator: "\n"))
    try server.expect("Server is listening for connections now... 127.0.0.1:")
    house.port = try server.nextLine()
    try server.expect("To stop: ")
    return server
  }

  /// Plays a conversation: what stands behind a prompt is typed, the rest is shown. `…` is anything, and nobody sees a
  /// password.
  private func play(_ block: [String], in house: ReadmeHouse) throws {
    let command = String(block[0].dropFirst(2))
    let client = try house.start(command)
    for line in block.dropFirst() {
      let line = line.replacing(#/\b1234\b/#, with: house.port ?? "")
      if let prompt = line.firstMatch(of: #/^(\w*>>?)( .*)?$/#) {
        try client.expectLines("\(prompt.output.1) ")
        client.send(try prompt.output.2.map { String($0.dropFirst()) } ?? Samples.password(of: "facebook"))
      } else if line.hasPrefix("chatctl: ") {
        for part in line.replacing(" ~/", with: " \(house.directory.path)/home/").split(separator: "…") {
          try client.expectError(String(part).trimmingCharacters(in: [" "]))
        }
      } else {
        try client.expectLines(line)
      }
    }
    client.closeInput()
    try house.finish(client, command)
  }

  /// The accounts that the README speaks of, one of them online, and what the bot logs in with.
  private func furnish(_ house: ReadmeHouse) throws -> ChildProcess {
    try house.directory.write("sesame\n", to: "secret")
    chmod(house.directory.path(of: "secret"), 0o600)
    let alice = try house.start("exec .build/release/chatctl connect localhost 1234")
    for name in ["bot", "alice"] { alice.write("register\n\(name)\nsesame\nsesame\n") }
    alice.write("alice\nsesame\n")
    try alice.expect("alice> \n")
    return alice
  }
}
