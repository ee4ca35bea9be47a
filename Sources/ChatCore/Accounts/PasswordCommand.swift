/// A program that says whether a password is right, where people have theirs elsewhere (`Setting.checkPassword`).
public struct PasswordCommand: Hashable, Sendable {
  /// Where the program lies; absolute.
  public let path: String
  /// What it is started with.
  public let arguments: [String]
  /// How many seconds it may take.
  public let seconds: Double

  /// The command that `text` says: words with blanks between them, and nothing that a shell would make of them; nil where
  /// the first one is no absolute path.
  public init?(_ text: String, seconds: Double) {
    let words = text.split(whereSeparator: \.isBlank).map(String.init)
    guard let path = words.first, path.hasPrefix("/") else { return nil }
    self.path = path
    arguments = Array(words.dropFirst())
    self.seconds = seconds
  }
}
