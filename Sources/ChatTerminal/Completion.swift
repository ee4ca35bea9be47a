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
