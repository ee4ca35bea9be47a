import ChatCore

/// Escape sequences of terminals (ECMA-48, 8.3.117, SGR). What they surround has passed the sanitizer.
enum TextColor {
  static let bold = "\u{1B}[1m"
  static let dim = "\u{1B}[2m"
  static let reverse = "\u{1B}[7m"
  private static let end = "\u{1B}[0m"

  /// The colours that a person may have: those that can be read on black and on white.
  private static let people = [31, 32, 33, 34, 35, 36, 91, 92, 94, 95, 96]

  /// `text` between `codes` and their end.
  static func wrap(_ text: String, in codes: String) -> String {
    codes + text + end
  }

  /// The code of the colour of the person called `name`: always the same one, on every machine.
  static func person(_ name: String) -> String {
    // FNV-1a, 32 bits: Swift's own hashes differ from run to run.
    let hash = AccountKey(name).text.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    return "\u{1B}[\(people[Int(hash % UInt32(people.count))])m"
  }
}
