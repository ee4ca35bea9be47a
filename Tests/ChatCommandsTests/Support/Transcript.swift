import ChatTestSupport
import Foundation

/// A written conversation of several windows, to be replayed against a server.
///
/// A line each, by its first characters:
/// ```
/// # …             a remark, skipped like an empty line
/// para NAME VALUE a value of para.txt; stands before the rest
/// [NAME]          what follows happens in this window
/// connect         `chatctl connect` is started in it, in pipes
/// terminal        the same at a terminal, where who fails to log in is asked again; its screen is compared
/// > …             this line is typed
/// | …             this line is shown next; blanks at its end do not count, {number} is any decimal number and
///                 {directory} the one that the client was started in
/// end             nothing more will be typed
/// exit CODE       nothing more is shown, and the program ends with this code
/// ```
struct Transcript {
  /// A line of it.
  struct Step {
    /// What is done or seen.
    enum Kind {
      case window(String)
      case connect
      case terminal
      case typed(String)
      case shown(String)
      case end
      case exit(Int32)
    }

    let kind: Kind
    /// Where it stands, from 1.
    let line: Int
  }

  /// What para.txt says instead of the samples' values.
  private(set) var parameters: [String: String] = [:]
  /// The lines, in order.
  private(set) var steps: [Step] = []

  /// Reads the one called `name` beside the tests.
  init(named name: String) throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Transcripts/\(name).txt")
    try self.init(text: String(decoding: try Data(contentsOf: url), as: UTF8.self))
  }

  /// Reads `text`.
  init(text: String) throws {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      try read(String(line), number: index + 1)
    }
  }

  private mutating func read(_ line: String, number: Int) throws {
    let words = line.split(separator: " ").map(String.init)
    switch (line.first, words.first) {
    case (nil, _), ("#", _): return
    case (">", _): add(.typed(Self.text(after: line)), number)
    case ("|", _): add(.shown(Self.text(after: line)), number)
    case ("[", _): add(.window(line.trimmingCharacters(in: ["[", "]"])), number)
    case (_, "para") where words.count == 3: parameters[words[1]] = words[2]
    case (_, "connect"): add(.connect, number)
    case (_, "terminal"): add(.terminal, number)
    case (_, "end"): add(.end, number)
    case (_, "exit"): add(.exit(words.last.flatMap(Int32.init) ?? 0), number)
    default: throw ChildProcess.Mismatch(description: "line \(number) means nothing: \(line)")
    }
  }

  private mutating func add(_ kind: Step.Kind, _ line: Int) {
    steps.append(Step(kind: kind, line: line))
  }

  /// What follows the mark and one blank.
  private static func text(after line: String) -> String {
    String(line.dropFirst(2))
  }
}
