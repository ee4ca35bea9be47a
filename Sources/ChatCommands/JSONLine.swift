import Foundation

/// What `--json` prints: one object a line.
enum JSONLine {
  /// Prints `value`, its fields in the order of the alphabet.
  static func print(_ value: some Encodable) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings, numbers and truth values always encode.
    guard let line = try? encoder.encode(value) else { return }
    Swift.print(String(decoding: line, as: UTF8.self))
  }
}
