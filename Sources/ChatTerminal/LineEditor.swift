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
