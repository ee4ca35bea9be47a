/// A page of the manual: hand-written text, in which some blocks between marks are made from the code.
///
/// A block begins with the line `.\" begin NAME`, a `ManualBlock`, and ends with `.\" end`.
struct ManualPage {
  /// What is wrong with a page.
  enum Failure: Error, Hashable {
    /// There is no subcommand that it could be the page of.
    case noCommand(String)
    /// There is no such block.
    case noBlock(String)
    /// A block has no end.
    case noEnd(String)
  }

  /// Where all of them are, seen from the top level of the sources.
  static let directory = "Sources/ChatCommands/Manual/Pages"

  /// Its file's name: `chatctl-serve.1`.
  let name: String
  /// What stands in it.
  let text: String

  /// The page with its blocks made anew, of `root` or the one of its subcommands that it is about.
  func regenerated(of root: CommandHelp) throws(Failure) -> String {
    let (command, words) = try command(of: root)
    var lines: [Substring] = []
    var open: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let name = open {
        guard line == Self.end else { continue }
        guard let block = ManualBlock(rawValue: name) else { throw Failure.noBlock(name) }
        lines += block.lines(of: command, calledAs: words).map { Substring($0) }
        open = nil
      } else if line.hasPrefix(Self.begin) {
        open = String(line.dropFirst(Self.begin.count))
      }
      lines.append(line)
    }
    if let open { throw Failure.noEnd(open) }
    return lines.joined(separator: "\n")
  }

  private static let begin = #".\" begin "#
  private static let end = #".\" end"#

  /// The command that the page is about.
  private func command(of root: CommandHelp) throws(Failure) -> (CommandHelp, words: [String]) {
    let stem = name.prefix { $0 != "." }
    // What is about no command, as a format, is about all.
    guard stem != root.commandName, !name.hasSuffix(".7") else { return (root, [root.commandName]) }
    guard let command = root.shownSubcommands.first(where: { "\(root.commandName)-\($0.commandName)" == stem }) else {
      throw Failure.noCommand(name)
    }
    return (command, [root.commandName, command.commandName])
  }
}
