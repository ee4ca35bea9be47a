import CReadline
import ChatSystem
import Dispatch
import Glibc

/// A person's terminal, with GNU readline: the only place of the package that knows it.
///
/// Readline is asked for a character only when one is there, on one queue. Whatever else is shown passes `above`, the
/// one place that takes the prompt off the screen and puts it back, so that an incoming line never garbles typing.
final class ReadlineEditor: LineEditor, @unchecked Sendable {  // `queue` protects it (asserted).
  /// What stands on the terminal's last line.
  private enum Line {
    /// Nothing: an answer is awaited.
    case none
    /// Readline's prompt and what is typed there.
    case typing(Prompt)
    /// A password's prompt; readline sees nothing of it.
    case secret(Prompt, PasswordInput)
    /// The terminal is given back.
    case closed
  }

  weak var delegate: (any LineEditorDelegate)?
  let isTerminal = true

  private let queue: DispatchQueue
  private let input: Int32
  private let output: TerminalOutput
  private let streams: (input: UnsafeMutablePointer<FILE>, output: UnsafeMutablePointer<FILE>)
  private let source: any DispatchSourceRead
  private var signals: SignalWatcher?
  private var line = Line.none
  /// A half-typed command that made way for another question.
  private var setAside: String?
  /// Whether `source` runs.
  private var isTaking = false
  private var status: String?
  /// Whether the status stands above the prompt.
  private var isStatusShown = false
  private let hasCursorControl: Bool

  /// The most characters that are read before others on the queue get their turn.
  private static let charactersPerTurn = 1_024

  /// Takes the terminal behind `input` and `output`. On `queue`.
  ///
  /// Nil when the system has no memory for it. One editor at a time: readline knows one terminal.
  ///
  /// - Parameter history: commands that were typed earlier, the oldest first.
  init?(input: Int32, output: Int32, history: [String] = [], queue: DispatchQueue) {
    dispatchPrecondition(condition: .onQueue(queue))
    guard let inputStream = fdopen(dup(input), "r"), let outputStream = fdopen(dup(output), "w") else { return nil }
    self.queue = queue
    self.input = input
    self.output = TerminalOutput(descriptor: output)
    streams = (inputStream, outputStream)
    source = DispatchSource.makeReadSource(fileDescriptor: input, queue: queue)
    let terminal = getenv("TERM").map { String(cString: $0) } ?? ""
    hasCursorControl = !terminal.isEmpty && terminal != "dumb"
    Self.chooseLocale()
    creadline_open(inputStream, outputStream, "chatctl", Int32(LineEditors.historySize))
    for line in history { creadline_remember(line) }
    creadline_prepare()
    creadline_set_completer(
      { context, line, _, end in
        guard let context, let line else { return }
        Unmanaged<ReadlineEditor>.fromOpaque(context).takeUnretainedValue().complete(line, to: Int(end))
      }, Unmanaged.passUnretained(self).toOpaque())
    source.setEventHandler { [weak self] in self?.readWhatIsThere() }
    signals = SignalWatcher([SIGWINCH, SIGTSTP], queue: queue) { [weak self] signal in
      if signal == SIGTSTP { self?.stopProcess() } else { self?.resize() }
    }
  }

  deinit {
    // A suspended source must not be let go of, nor one that was never activated.
    if !isTaking { source.resume() }
    source.cancel()
  }

  // MARK: - LineEditor

  func show(_ lines: [String]) {
    above { lines.map { $0 + "\n" }.joined() }
  }

  func show(prompt: Prompt) {
    dispatchPrecondition(condition: .onQueue(queue))
    switch line {
    case .closed:
      return
    case .typing(prompt):
      return
    case .typing(let previous):
      creadline_hide()
      if previous.kind == .command, creadline_has_text(), let text = creadline_copy_text() {
        setAside = String(cString: text)
        free(text)
      }
      creadline_abandon()
    case .none, .secret:
      break
    }
    if prompt.kind == .password {
      line = .secret(prompt, PasswordInput())
      write(prompt.text)
    } else {
      line = .typing(prompt)
      creadline_begin(prompt.text)
      if prompt.kind == .command, let text = setAside {
        setAside = nil
        creadline_insert(text)
      }
    }
  }

  func takeLine() {
    dispatchPrecondition(condition: .onQueue(queue))
    guard !isTaking else { return }
    if case .closed = line { return }
    isTaking = true
    source.resume()
  }

  func show(status: String?) {
    guard hasCursorControl, status != self.status else { return }
    above {
      self.status = status
      return ""
    }
  }

  func discardText() -> Bool {
    dispatchPrecondition(condition: .onQueue(queue))
    switch line {
    case .typing where creadline_has_text():
      creadline_discard_text()
      return true
    case .secret(let prompt, let password) where !password.isEmpty:
      line = .secret(prompt, PasswordInput())
      write("\n" + prompt.text)
      return true
    default:
      return false
    }
  }

  func close() {
    dispatchPrecondition(condition: .onQueue(queue))
    if case .closed = line { return }
    hide()
    stopTaking()
    creadline_close()
    line = .closed
    signals = nil
    fclose(streams.input)
    fclose(streams.output)
  }

  // MARK: - Reading

  private func readWhatIsThere() {
    dispatchPrecondition(condition: .onQueue(queue))
    for _ in 0..<Self.charactersPerTurn {
      guard isTaking, hasInput() else { return }
      switch line {
      case .typing(let prompt): readCharacter(prompt)
      case .secret(let prompt, let password): readSecretCharacter(prompt, password)
      case .none, .closed: stopTaking()
      }
    }
  }

  private func readCharacter(_ prompt: Prompt) {
    let progress = creadline_read()
    if progress == creadline_line {
      finishLine()
      guard let text = creadline_take_line() else { return }
      defer { free(text) }
      let line = String(cString: text)
      if prompt.kind == .command, line.contains(where: { $0 != " " && $0 != "\t" }),
        delegate?.mayRemember(line) ?? true
      {
        creadline_remember(text)
      }
      delegate?.typed(line)
    } else if progress == creadline_end {
      finishLine()
      write("\n")
      delegate?.inputEnded()
    }
  }

  private func readSecretCharacter(_ prompt: Prompt, _ password: PasswordInput) {
    var password = password
    var byte: UInt8 = 0
    switch read(input, &byte, 1) {
    case 1:
      switch password.take(byte) {
      case .goesOn:
        line = .secret(prompt, password)
      case .line(let text):
        finishLine()
        write("\n")
        delegate?.typed(text)
      case .end:
        finishLine()
        write("\n")
        delegate?.inputEnded()
      }
    case -1 where errno == EINTR || errno == EAGAIN:
      return
    default:
      finishLine()
      delegate?.inputEnded()
    }
  }

  private func finishLine() {
    line = .none
    // The status stands above the line that is finished now; it belongs to the scrolled text from here on.
    isStatusShown = false
    stopTaking()
  }

  private func stopTaking() {
    guard isTaking else { return }
    isTaking = false
    source.suspend()
  }

  private func hasInput() -> Bool {
    var poll = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    return Glibc.poll(&poll, 1, 0) > 0
  }

  private func complete(_ line: UnsafePointer<CChar>, to end: Int) {
    guard case .typing(let prompt) = self.line, prompt.kind == .command, let delegate else { return }
    let bytes = UnsafeRawBufferPointer(start: line, count: end)
    switch delegate.completion(for: String(decoding: bytes, as: UTF8.self)) {
    case .words(let words): for word in words { creadline_offer(word) }
    case .files: creadline_offer_files()
    case .nothing: break
    }
  }

  // MARK: - Showing

  /// Writes whole lines above the prompt: takes prompt and half-typed text off the screen, writes, puts them back.
  private func above(_ text: () -> String) {
    dispatchPrecondition(condition: .onQueue(queue))
    if case .closed = line { return }
    hide()
    write(text())
    if let status {
      write(clipped(status) + "\n")
      isStatusShown = true
    }
    switch line {
    case .typing: creadline_reveal()
    case .secret(let prompt, _): write(prompt.text)
    case .none, .closed: break
    }
  }

  private func hide() {
    switch line {
    case .typing: creadline_hide()
    case .secret: write(hasCursorControl ? "\r\u{1B}[K" : "\n")
    case .none, .closed: break
    }
    if isStatusShown {
      write("\u{1B}[A\r\u{1B}[K")
      isStatusShown = false
    }
  }

  /// `status` on one row, whatever the width of its characters is.
  private func clipped(_ status: String) -> String {
    String(status.prefix(max(1, Int(creadline_columns()) - 1)))
  }

  private func write(_ text: String) {
    guard !text.isEmpty, !output.write(text) else { return }
    let delegate = delegate
    queue.async { delegate?.outputFailed() }
  }

  private func resize() {
    dispatchPrecondition(condition: .onQueue(queue))
    if case .closed = line { return }
    creadline_resize()
  }

  /// Ctrl+Z: gives the terminal back, stops, and takes it again when the process goes on.
  private func stopProcess() {
    dispatchPrecondition(condition: .onQueue(queue))
    if case .closed = line { return }
    hide()
    creadline_suspend()
    kill(getpid(), SIGSTOP)
    creadline_resume()
    above { "" }
  }

  /// Readline needs to know that a character may have several bytes.
  private static func chooseLocale() {
    if setlocale(LC_CTYPE, "") == nil || strcmp(nl_langinfo(nl_item(CODESET)), "UTF-8") != 0 {
      setlocale(LC_CTYPE, "C.UTF-8")
    }
  }
}
