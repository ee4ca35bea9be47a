/// What a person sees of the bytes that were sent to a terminal: characters in rows and columns, a cursor, and as much
/// of ECMA-48 as GNU readline uses on an `xterm`.
///
/// Every character is one column wide.
public struct TerminalScreen {
  private enum Parsing {
    case text
    case escape
    case sequence(String)
    case command
    /// Which character set `ESC (` chooses; we know but one.
    case characterSet
  }

  private let columns: Int
  private var rows: [[Character]] = [[]]
  private var row = 0
  private var column = 0
  private var parsing = Parsing.text

  /// An empty screen, as high as need be.
  public init(columns: Int = 80, showing text: String = "") {
    self.columns = columns
    show(text)
  }

  /// The rows down to the last one that was reached, without the blanks at their ends.
  public var lines: [String] {
    rows.map { row in
      var line = String(row)
      while line.last == " " {
        line.removeLast()
      }
      return line
    }
  }

  /// Where the cursor stands, both from 0.
  public var cursor: (row: Int, column: Int) {
    (row, column)
  }

  /// Takes what the program wrote.
  public mutating func show(_ text: String) {
    for scalar in text.unicodeScalars {
      take(scalar)
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    switch (parsing, scalar) {
    case (.text, "\u{1B}"): parsing = .escape
    case (.text, "\r"): column = 0
    case (.text, "\n"): goTo(row: row + 1)
    case (.text, "\u{8}"): column = max(0, column - 1)
    case (.text, _) where scalar.value < 0x20: break
    case (.text, _): put(Character(scalar))
    case (.escape, "["): parsing = .sequence("")
    case (.escape, "]"): parsing = .command
    case (.escape, "("), (.escape, ")"): parsing = .characterSet
    case (.escape, _), (.characterSet, _): parsing = .text
    case (.command, "\u{7}"): parsing = .text
    case (.command, _): break
    case (.sequence(let parameters), "@"..."~"):
      parsing = .text
      carryOut(Character(scalar), parameters)
    case (.sequence(let parameters), _):
      parsing = .sequence(parameters + String(scalar))
    }
  }

  private mutating func carryOut(_ final: Character, _ parameters: String) {
    let number = Int(parameters.prefix { $0.isNumber })
    let count = max(1, number ?? 1)
    switch final {
    case "A": goTo(row: max(0, row - count))
    case "B": goTo(row: row + count)
    case "C": column = min(columns - 1, column + count)
    case "D": column = max(0, column - count)
    case "G": column = min(columns, count) - 1
    case "K": eraseLine(number ?? 0)
    case "J":
      eraseLine(0)
      rows.removeLast(rows.count - row - 1)
    case "P": rows[row].removeSubrange(min(column, rows[row].count)..<min(column + count, rows[row].count))
    case "@": rows[row].insert(contentsOf: repeatElement(" ", count: count), at: min(column, rows[row].count))
    default: break
    }
  }

  private mutating func put(_ character: Character) {
    // A terminal wraps when the character after the last column comes, not before.
    if column == columns {
      column = 0
      goTo(row: row + 1)
    }
    while rows[row].count <= column {
      rows[row].append(" ")
    }
    rows[row][column] = character
    column += 1
  }

  private mutating func eraseLine(_ part: Int) {
    switch part {
    case 0: rows[row].removeLast(max(0, rows[row].count - column))
    case 2: rows[row] = []
    default: break
    }
  }

  private mutating func goTo(row: Int) {
    while rows.count <= row {
      rows.append([])
    }
    self.row = row
  }
}
