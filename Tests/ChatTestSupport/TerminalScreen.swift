/// What a person sees of the bytes that were sent to a terminal: characters in rows and columns, a cursor, and as much
/// of ECMA-48 as GNU readline uses on an `xterm`.
///
/// Characters may be wide (two columns) or join the one before (none), by a table of its own rather than the C library's,
/// so that it judges readline's. What is scrolled away stays: the screen is as high as need be. Long lines are wrapped
/// anew when the window changes, as most terminals do it.
public struct TerminalScreen {
  private enum Parsing {
    case text
    case escape
    case sequence(String)
    case command
    case commandEscape
    /// Which character set `ESC (` chooses; we know but one.
    case characterSet
  }

  private struct Row {
    /// One a column; empty where a wide character before it reaches.
    var cells: [String] = []
    /// Whether its text goes on in the next row, which began only because this one was full.
    var isWrapped = false
  }

  private var columns: Int
  private var rows = [Row()]
  private var row = 0
  private var column = 0
  private var parsing = Parsing.text
  /// Set while a paste would be told from typing (mode 2004).
  public private(set) var bracketsPastes = false
  /// The sequences that no editor of lines sends: what a stranger might have smuggled in.
  public private(set) var strange: [String] = []

  /// An empty screen.
  public init(columns: Int = 80, showing text: String = "") {
    self.columns = columns
    show(text)
  }

  /// The rows down to the last one that was reached, without the blanks at their ends.
  public var lines: [String] {
    rows.map { row in
      var line = row.cells.joined()
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

  /// The window has another width.
  ///
  /// - Parameter wrapsAnew: whether lines that were too long for a row are divided anew; else the rows are cut.
  public mutating func resize(columns: Int, wrapsAnew: Bool = true) {
    guard wrapsAnew else {
      self.columns = columns
      column = min(column, columns - 1)
      return
    }
    var anew = TerminalScreen(columns: columns)
    var cursor: (Int, Int)?
    for (number, old) in rows.enumerated() {
      for (place, cell) in old.cells.enumerated() {
        if number == row, place == column { cursor = anew.cursor }
        if !cell.isEmpty { anew.put(cell, width: place + 1 < old.cells.count && old.cells[place + 1].isEmpty ? 2 : 1) }
      }
      if number == row, cursor == nil {
        let behind = max(0, column - old.cells.count)
        cursor = (anew.row, min(columns - 1, anew.column + behind))
      }
      if !old.isWrapped, number < rows.count - 1 {
        anew.goTo(row: anew.row + 1)
        anew.column = 0
      }
    }
    self.columns = columns
    rows = anew.rows
    (row, column) = cursor ?? anew.cursor
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    switch (parsing, scalar) {
    case (.text, "\u{1B}"): parsing = .escape
    case (.text, "\r"): column = 0
    case (.text, "\n"): goTo(row: row + 1)
    case (.text, "\u{8}"): column = max(0, column - 1)
    case (.text, "\u{7}"): break
    case (.text, _) where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
      strange.append("U+" + String(scalar.value, radix: 16))
    case (.text, _): put(scalar)
    case (.escape, "["): parsing = .sequence("")
    case (.escape, "]"), (.escape, "P"), (.escape, "_"), (.escape, "^"):
      strange.append("ESC " + String(scalar))
      parsing = .command
    case (.escape, "("), (.escape, ")"): parsing = .characterSet
    case (.characterSet, _): parsing = .text
    case (.escape, _):
      strange.append("ESC " + String(scalar))
      parsing = .text
    case (.command, "\u{7}"), (.commandEscape, "\\"): parsing = .text
    case (.command, "\u{1B}"): parsing = .commandEscape
    case (.command, _), (.commandEscape, _): parsing = .command
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
    case "D": column = max(0, min(column, columns - 1) - count)
    case "G": column = min(columns, count) - 1
    case "K": eraseLine(number ?? 0)
    case "J":
      if let number, number > 0 { strange.append("CSI \(number)J") }
      eraseLine(0)
      rows.removeLast(rows.count - row - 1)
    case "M":
      // Delete Line (ECMA-48, 8.3.32): the rows below come up.
      let removed = min(count, rows.count - row)
      rows.removeSubrange(row..<row + removed)
      goTo(row: row)
      column = 0
    case "P":
      let count = min(count, max(0, rows[row].cells.count - column))
      if count > 0 { rows[row].cells.removeSubrange(column..<column + count) }
    case "@":
      rows[row].cells.insert(
        contentsOf: repeatElement(" ", count: count), at: min(column, rows[row].cells.count))
      rows[row].cells = Array(rows[row].cells.prefix(columns))
    case "h" where parameters == "?2004": bracketsPastes = true
    case "l" where parameters == "?2004": bracketsPastes = false
    case "h" where parameters == "?1034", "m": break
    default: strange.append("CSI \(parameters)\(final)")
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = Self.width(of: scalar)
    guard width == 0 else { return put(String(scalar), width: width) }
    var place = min(column, rows[row].cells.count) - 1
    while place >= 0, rows[row].cells[place].isEmpty { place -= 1 }
    if place >= 0 { rows[row].cells[place].unicodeScalars.append(scalar) }
  }

  private mutating func put(_ character: String, width: Int) {
    // A terminal wraps when the character after the last column comes, not before.
    if column + width > columns {
      rows[row].isWrapped = true
      column = 0
      goTo(row: row + 1)
    }
    while rows[row].cells.count < column + width {
      rows[row].cells.append(" ")
    }
    clearHalf(at: column)
    clearHalf(at: column + width)
    rows[row].cells[column] = character
    if width == 2 { rows[row].cells[column + 1] = "" }
    column += width
    if column == columns { rows[row].isWrapped = false }
  }

  /// A wide character of which one half is written over is gone.
  private mutating func clearHalf(at place: Int) {
    guard place > 0, place < rows[row].cells.count, rows[row].cells[place].isEmpty else { return }
    rows[row].cells[place - 1] = " "
    rows[row].cells[place] = " "
  }

  private mutating func eraseLine(_ part: Int) {
    switch part {
    case 0:
      clearHalf(at: column)
      rows[row].cells.removeLast(max(0, rows[row].cells.count - column))
      rows[row].isWrapped = false
    case 2:
      rows[row] = Row()
    default: strange.append("CSI \(part)K")
    }
  }

  private mutating func goTo(row: Int) {
    while rows.count <= row {
      rows.append(Row())
    }
    self.row = row
    column = min(column, columns)
  }

  /// The columns that `scalar` takes (Unicode TR 11, East Asian Width W and F; marks and formats take none).
  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x231A...0x231B, 0x23E9...0x23EC, 0x2614...0x2615, 0x2E80...0x303E, 0x3041...0xA4CF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default:
      return 1
    }
  }
}
