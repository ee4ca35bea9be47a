import ArgumentParser
import ChatTestSupport
import Testing

@testable import ChatCommands

/// Every subcommand's help has an example, and no example has rotted.
@Suite(.waiting) struct HelpExampleTests {
  /// `chatctl` and all that is below it.
  private static let commands = all(below: ChatCtl.self)

  private static func all(below command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
    [command] + command.configuration.subcommands.flatMap(all)
  }

  /// The command lines of a help text: what stands alone on a line, or after `Example:`.
  private static func examples(in text: String) -> [[String]] {
    text.split(separator: "\n").compactMap { line in
      var line = line.drop { $0 == " " }
      if line.hasPrefix("Example: ") { line = line.dropFirst("Example: ".count) }
      guard line.hasPrefix("chatctl ") else { return nil }
      return line.prefix { $0 != "|" && $0 != "<" }.split(separator: " ").dropFirst().map(String.init)
    }
  }

  @Test func everyCommandHasExamplesThatParse() throws {
    #expect(Self.commands.count > 15)
    for command in Self.commands {
      let examples = Self.examples(in: command.configuration.discussion)
      #expect(!examples.isEmpty, "\(command) has no example in its help")
      for words in examples {
        do {
          let parsed = try ChatCtl.parseAsRoot(words)
          let own = Self.all(below: command).contains { $0 == type(of: parsed) }
          #expect(own, "\(words) is no example of \(command)")
        } catch {
          Issue.record("\(words) of \(command): \(ChatCtl.message(for: error))")
        }
      }
    }
  }

  @Test func anExampleThatHasRottedIsSeen() throws {
    #expect(
      Self.examples(in: "Text.\n\nExample: chatctl doctor --data x\n  chatctl log | less") == [
        ["doctor", "--data", "x"], ["log"],
      ])
    #expect(throws: (any Error).self) { try ChatCtl.parseAsRoot(["doctor", "--gone"]) }
  }

  @Test func theVersionIsTold() throws {
    let asking = try ChildProcess(Executable.path, ["--version"])
    #expect(try asking.wait() == 0)
    #expect(asking.output.wholeMatch(of: #/chatctl \d+\.\d+\.\d+( \([0-9a-f]{7,40}\))?\n/#) != nil)
  }

  @Test func eachPartIsNamedWithItsLicence() throws {
    let asking = try ChildProcess(Executable.path, ["--licenses"])
    #expect(try asking.wait() == 0)
    let lines = asking.output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("chatctl ") == true)
    // What comes into the executable from others: the packages, the toolchain's libraries, the C++ library.
    for part in ["swift-argument-parser", "Swift runtime", "libstdc++"] {
      let place = try #require(lines.firstIndex { $0.hasPrefix(part) }, "\(part)")
      #expect(lines[place + 1].hasPrefix("  Copyright "), "\(part)")
      #expect(lines[place + 2].contains(#/^  (Apache-2\.0|GPL-3\.0-or-later) with the .*Exception/#), "\(part)")
    }
  }
}
