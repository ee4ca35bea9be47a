import Dispatch
import Glibc

/// Where a person types and reads: a terminal with GNU readline, or a pipe with plain lines.
///
/// Everything here belongs to the queue that the editor was made with; the delegate is called on it.
public protocol LineEditor: AnyObject, Sendable {
  /// Whom the editor tells what was typed.
  var delegate: (any LineEditorDelegate)? { get set }
  /// True for GNU readline on a terminal, where a person sees what is half-typed.
  var isTerminal: Bool { get }

  /// Shows whole lines; a prompt and half-typed text stay below them.
  func show(_ lines: [String])
  /// Shows the prompt of what is typed next.
  func show(prompt: Prompt)
  /// Reads one line at the prompt that was shown last.
  func takeLine()
  /// Shows lines about what goes on, in place of the last such lines; none takes them away. A pipe ignores it.
  func show(status: [String])
  /// Ctrl+C: drops half-typed text. False when there is none.
  func discardText() -> Bool
  /// Gives the terminal back as it was found. Nothing is shown or read afterwards.
  func close()
}

/// The receiver of what was typed.
public protocol LineEditorDelegate: AnyObject, Sendable {
  /// A line was typed, after `takeLine`.
  func typed(_ line: String)
  /// A key was pressed, whatever becomes of it.
  func keyPressed()
  /// Nothing more will be typed, after `takeLine`.
  func inputEnded()
  /// The output can't be written any more.
  func outputFailed()
  /// The candidates that Tab offers at the end of `text`, the line so far.
  func completion(for text: String) -> Completion
  /// True when `line`, a command that was typed, may be remembered.
  func mayRemember(_ line: String) -> Bool
  /// A command was put into the history; `typed` follows.
  func remembered(_ line: String)
  /// True when several lines that are pasted into a command are told by `pasted`; else they become one line.
  var takesPastes: Bool { get }
  /// Several lines were pasted into a half-typed command, after `takeLine`. That command is over; another prompt follows.
  func pasted(_ paste: Paste)
}

extension LineEditorDelegate {
  /// Only what was typed counts.
  public func keyPressed() {}

  /// Every command is remembered unless somebody says otherwise.
  public func mayRemember(_ line: String) -> Bool {
    true
  }

  /// The history ends with the program.
  public func remembered(_ line: String) {}

  /// Somebody who has no use for several lines gets one.
  public var takesPastes: Bool {
    false
  }

  /// Nobody has asked for them.
  public func pasted(_ paste: Paste) {}
}

/// Makes line editors.
public enum LineEditors {
  /// The most commands that an editor remembers.
  public static let historySize = 1_000

  /// An editor on `input` and `output`: GNU readline when both are terminals, else plain lines. On `queue`, to which it
  /// belongs from then on.
  ///
  /// One with readline at a time: readline knows one terminal.
  ///
  /// - Parameter history: commands that were typed earlier, the oldest first.
  public static func open(
    input: Int32, output: Int32, history: [String] = [], queue: DispatchQueue
  ) -> any LineEditor {
    if isTerminal(input: input, output: output),
      let editor = ReadlineEditor(input: input, output: output, history: history, queue: queue)
    {
      return editor
    }
    return PlainLines(input: input, output: output, queue: queue)
  }

  /// True when `open` would take readline: a person sits on both sides.
  public static func isTerminal(input: Int32, output: Int32) -> Bool {
    isatty(input) == 1 && isatty(output) == 1
  }
}

/// A question or a command that is waited for, and how it is asked.
public struct Prompt: Hashable, Sendable {
  /// The kind of text that is typed at a prompt.
  public enum Kind: Hashable, Sendable {
    /// An answer to a question: shown as it is typed, not remembered.
    case answer
    /// A password: neither shown nor remembered.
    case password
    /// A command: remembered in the history, completed with Tab.
    case command
  }

  /// The text before the line, its blank included.
  public let text: String
  /// The kind of text that is typed here.
  public let kind: Kind
  /// The text that stands in the line already, as if it had been typed.
  public let draft: String

  /// A prompt of these parts.
  public init(text: String, kind: Kind, draft: String = "") {
    self.text = text
    self.kind = kind
    self.draft = draft
  }
}

/// The candidates that Tab offers in place of the last word of a half-typed line.
public struct Completion: Hashable, Sendable {
  /// One possibility.
  public struct Candidate: Hashable, Sendable {
    /// The text in place of the word. Free of control characters: it is typed as it stands.
    public let text: String
    /// The text that a list of possibilities shows for it: the name of a file without its directories.
    public let label: String

    /// A candidate that is listed as `label`, or as it is.
    public init(_ text: String, label: String? = nil) {
      self.text = text
      self.label = label ?? text
    }
  }

  /// In the order in which they are listed. Those that do not begin like the word, in any case of letters, are left out.
  public let candidates: [Candidate]
  /// True when a word is complete with it, so that a blank follows the only candidate.
  public let endsWord: Bool

  /// A completion of these candidates.
  public init(_ candidates: [Candidate], endsWord: Bool = true) {
    self.candidates = candidates
    self.endsWord = endsWord
  }

  /// Those of these words that begin like it.
  public static func words(_ words: [String]) -> Completion {
    Completion(words.map { Candidate($0) })
  }

  /// Nothing.
  public static let nothing = Completion([])
}

/// How the possibilities of a completion are listed: in columns, and never more than a window holds.
///
/// Readline would ask whether to show many of them, or page through them, and wait for the answer; meanwhile nothing that
/// comes in could be shown.
enum CandidateList {
  /// Blanks between two columns.
  private static let gap = 2

  /// The rows that show `labels`, sorted down the columns, in a window of `columns` columns; at most `mostRows`, of which
  /// the last one then says how many are missing.
  static func rows(of labels: [String], columns: Int, mostRows: Int) -> [String] {
    guard !labels.isEmpty else { return [] }
    let widths = labels.map { TextLayout.width(of: $0) }
    let cell = min(columns, (widths.max() ?? 0) + gap)
    let perRow = max(1, columns / max(1, cell))
    let needed = (labels.count + perRow - 1) / perRow
    guard needed > mostRows else {
      return lay(labels, rows: needed, cell: cell, columns: columns)
    }
    let shown = Array(labels.prefix(max(1, mostRows - 1) * perRow))
    let rest = "… and \(labels.count - shown.count) more"
    return lay(shown, rows: max(1, mostRows - 1), cell: cell, columns: columns) + [rest]
  }

  private static func lay(_ labels: [String], rows: Int, cell: Int, columns: Int) -> [String] {
    (0..<rows).map { row in
      var text = ""
      var width = 0
      for (place, index) in stride(from: row, to: labels.count, by: rows).enumerated() {
        let label = TextLayout.clipped(labels[index], to: columns - 1)
        text += String(repeating: " ", count: max(0, place * cell - width)) + label
        width = max(width, place * cell) + TextLayout.width(of: label)
      }
      return text
    }
  }
}
