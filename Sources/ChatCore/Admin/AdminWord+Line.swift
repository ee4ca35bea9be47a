extension AdminWord {
  /// The command that `line` begins with, in our words or in the original's; nil when it begins with none.
  public init?(of line: String) {
    guard let first = Self.words(of: line).first else { return nil }
    if let word = AdminWord(typed: first) {
      self = word
      return
    }
    let row = AdminTable.rows.first { row in
      row.original.contains { $0.split(separator: " ").first?.lowercased() == first.lowercased() }
    }
    guard let row else { return nil }
    self = row.word
  }

  /// The command of ours that `text` is: a slash may stand before it, and case does not matter.
  init?(typed text: String) {
    self.init(rawValue: (text.hasPrefix("/") ? String(text.dropFirst()) : text).lowercased())
  }

  /// Whether somebody may have typed a password into `line`, where none belongs: such a line is remembered nowhere.
  public static func mayHoldPassword(_ line: String) -> Bool {
    let words = words(of: line)
    guard words.count > 2, let first = words.first else { return false }
    if let word = AdminWord(of: line) {
      return asksPassword(word)
    }
    // A slip of the finger does not make the password that follows any less secret.
    guard let nearest = EditDistance.nearest(to: first, in: allCases, spelling: \.rawValue) else { return false }
    return asksPassword(nearest) && EditDistance.between(first.lowercased(), nearest.rawValue) <= 2
  }

  private static func asksPassword(_ word: AdminWord) -> Bool {
    word == .passwd || word == .adduser
  }

  /// Whether `line` says nothing: it is blank, or a remark of a script.
  public static func isRemark(_ line: String) -> Bool {
    line.hasPrefix("#") || line.allSatisfy { $0 == " " || $0 == "\t" }
  }

  /// The words of `line`, whatever blanks are between them.
  static func words(of line: String) -> [String] {
    line.split { $0 == " " || $0 == "\t" || $0.isNewline }.map(String.init)
  }
}
