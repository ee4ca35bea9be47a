import Dispatch
import Glibc

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
