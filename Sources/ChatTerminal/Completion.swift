/// What Tab offers for the word at the end of a half-typed line.
public enum Completion: Hashable, Sendable {
  /// Those of these words that begin like it.
  case words([String])
  /// The files of the person's own.
  case files
  /// Nothing.
  case nothing
}
