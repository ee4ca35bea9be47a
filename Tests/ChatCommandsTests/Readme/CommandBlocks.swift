import Foundation

/// The blocks of a Markdown document that people paste.
enum CommandBlocks {
  /// The root of the sources.
  static let top = URL(fileURLWithPath: Samples.path).deletingLastPathComponent()

  /// The text of the document at `path` below the root.
  static func text(of path: String) throws -> String {
    try String(contentsOf: top.appending(path: path), encoding: .utf8)
  }

  /// The lines of all blocks of `text` that are marked with `language`.
  static func blocks(of text: String, language: String) -> [[String]] {
    var blocks: [[String]] = []
    var open: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        open = open == nil ? String(line.dropFirst(3)) : nil
        if open == language { blocks.append([]) }
      } else if open == language {
        blocks[blocks.count - 1].append(String(line))
      }
    }
    return blocks
  }

  /// Whole commands of a shell: a line, with those that it goes on in.
  static func commands(of lines: [String]) -> [String] {
    var commands: [String] = []
    var isOpen = false
    for line in lines {
      if isOpen { commands[commands.count - 1] += "\n" + line } else { commands.append(line) }
      isOpen = ["\\", "|", "&&"].contains { line.hasSuffix($0) }
    }
    return commands
  }
}
