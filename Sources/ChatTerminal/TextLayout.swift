import CReadline

/// Where text that readline shows ends on the screen: in which row and column, by the widths that readline
/// knows.
struct TextLayout {
  private let columns: Int
  /// From where the text began, 0.
  private(set) var row = 0
  /// How many columns of the row are taken; all of them when the next character goes to the next row.
  private(set) var column = 0

  /// Nothing yet, in a window of so many columns.
  init(columns: Int) {
    self.columns = max(1, columns)
  }

  /// Goes on with `text`.
  mutating func add(_ text: String) {
    for scalar in text.unicodeScalars {
      if scalar == "\t" {
        add(width: 8 - column % 8)
      } else if scalar.value < 0x20 || scalar.value == 0x7F {
        // Readline shows ^A.
        add(width: 1)
        add(width: 1)
      } else {
        add(width: Self.width(of: scalar))
      }
    }
  }

  /// The columns that `text` takes, all on one row.
  static func width(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
  }

  /// The beginning of `text` that takes no more than `columns` columns; an ellipsis says that something is missing.
  static func clipped(_ text: String, to columns: Int) -> String {
    guard width(of: text) > columns else { return text }
    var result = ""
    var taken = 1
    for character in text {
      taken += width(of: String(character))
      guard taken <= columns else { break }
      result.append(character)
    }
    return result + "…"
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    max(0, Int(creadline_width(scalar.value)))
  }

  private mutating func add(width: Int) {
    if column + width > columns {
      row += 1
      column = 0
    }
    column += width
  }
}
