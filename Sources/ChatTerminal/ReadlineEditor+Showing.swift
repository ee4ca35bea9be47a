import CReadline
import Dispatch
import Glibc

// What is shown besides the line that is typed, and what happens to the window.
extension ReadlineEditor {
  /// The rows of a window that a list of candidates leaves to what stood there.
  private static let rowsBesideList = 4

  /// Writes whole lines above the prompt: takes prompt and half-typed text off the screen, writes, puts them back.
  func above(_ text: () -> String) {
    dispatchPrecondition(condition: .onQueue(queue))
    if case .closed = line { return }
    // The signal that tells it may still be on its way.
    resizeIfNeeded()
    hide()
    write(text())
    reveal()
  }

  /// Takes prompt, half-typed text and status off the screen.
  func hide() {
    switch line {
    case .typing: creadline_hide()
    case .secret: hideSecret()
    case .none, .closed: break
    }
    write(String(repeating: "\u{1B}[A\r\u{1B}[K", count: statusRows))
    statusRows = 0
  }

  /// Takes the prompt of a secret off the screen.
  func hideSecret() {
    write(traits.hasCursorControl ? "\r\u{1B}[K" : "\n")
  }

  /// Puts them back, on the row where the cursor is.
  private func reveal() {
    revealStatus()
    switch line {
    case .typing: creadline_reveal()
    case .secret(let prompt, _): write(prompt.text)
    case .none, .closed: break
    }
  }

  private func revealStatus() {
    write(status.map { clipped($0) + "\n" }.joined())
    statusRows = status.count
  }

  /// Takes the status out from above a line that is finished, so that it does not stay in the scrolled text; it comes
  /// back with what is shown next. The cursor stands at the beginning of the row below the line, which shows `text`.
  func takeStatusAway(above text: String) {
    let window = Self.window()
    var layout = TextLayout(columns: window.columns)
    layout.add(text)
    // Readline goes to the next row when the last column is taken, and then to the one below.
    let rows = layout.row + (layout.column >= window.columns ? 2 : 1)
    guard statusRows > 0, rows + statusRows < window.rows else { return }
    write("\u{1B}[\(rows + statusRows)A\u{1B}[\(statusRows)M\u{1B}[\(rows)B\r")
    statusRows = 0
  }

  /// Shows what Tab may mean.
  func list(_ candidates: UnsafeBufferPointer<UnsafeMutablePointer<CChar>?>) {
    let texts = candidates.compactMap { $0.map { String(cString: $0) } }
    let window = Self.window()
    let rows = CandidateList.rows(
      of: texts.map { labels[$0] ?? $0 }, columns: window.columns,
      mostRows: max(2, window.rows - Self.rowsBesideList))
    show(rows)
  }

  /// `status` in one row.
  private func clipped(_ status: String) -> String {
    TextLayout.clipped(status, to: Self.window().columns - 1)
  }

  // MARK: - The window

  /// One of the signals that concern the terminal has come.
  func signalled(_ signal: Int32) {
    dispatchPrecondition(condition: .onQueue(queue))
    if case .closed = line { return }
    switch signal {
    case SIGTSTP: stop()
    case SIGCONT: goOn()
    default: resizeIfNeeded()
    }
  }

  private func resizeIfNeeded() {
    guard let size = WindowSize(of: input), size != shownSize else { return }
    shownSize = size
    // Readline moves up by the rows of the old width; a terminal that has wrapped the line anew has more or fewer of them.
    if traits.hasCursorControl {
      let up = rowsAbove(columns: traits.wrapsAnew ? size.columns : Self.window().columns)
      write("\r" + (up > 0 ? "\u{1B}[\(up)A" : "") + "\u{1B}[J")
      statusRows = 0
    } else {
      write("\n")
    }
    creadline_set_size(Int32(size.rows), Int32(size.columns))
    reveal()
  }

  /// How many rows the cursor stands below the first one that is ours, when the window has so many columns.
  private func rowsAbove(columns: Int) -> Int {
    var rows = 0
    for line in status.prefix(statusRows) {
      var layout = TextLayout(columns: columns)
      layout.add(clipped(line))
      rows += layout.row + 1
    }
    var layout = TextLayout(columns: columns)
    switch line {
    case .typing:
      layout.add(creadline_shown_prompt().map { String(cString: $0) } ?? "")
      let typed = UnsafeRawBufferPointer(start: creadline_text(), count: Int(creadline_point()))
      layout.add(String(decoding: typed, as: UTF8.self))
    case .secret(let prompt, _):
      layout.add(prompt.text)
    case .none, .closed:
      break
    }
    return rows + layout.row
  }

  /// The window's size as readline takes it: a column less where the terminal does not wrap.
  private static func window() -> WindowSize {
    var rows: Int32 = 0
    var columns: Int32 = 0
    creadline_size(&rows, &columns)
    return WindowSize(rows: Int(rows), columns: Int(columns))
  }

  // MARK: - Stopping

  /// Ctrl+Z: gives the terminal back, stops, and takes it again when the process goes on.
  private func stop() {
    hide()
    creadline_suspend()
    ProcessStop.stop()
    takeBack()
  }

  /// The process was stopped by somebody else, and whoever had the terminal meanwhile has left it in another mode.
  private func goOn() {
    var settings = termios()
    guard tcgetattr(input, &settings) == 0, settings.c_lflag & tcflag_t(ICANON) != 0 else { return }
    creadline_suspend()
    takeBack()
  }

  private func takeBack() {
    creadline_resume()
    if let size = WindowSize(of: input) {
      shownSize = size
      creadline_set_size(Int32(size.rows), Int32(size.columns))
    }
    reveal()
  }
}
