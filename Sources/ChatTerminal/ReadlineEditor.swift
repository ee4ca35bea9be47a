import CReadline
import ChatSystem
import Dispatch
import Glibc

/// A person's terminal, with GNU readline: the only place of the package that knows it.
///
/// Readline is asked for a character only when one is there, on one queue. Whatever else is shown passes `above`, the
/// one place that takes the prompt off the screen and puts it back, so that an incoming line never garbles typing.
final class ReadlineEditor: LineEditor, @unchecked Sendable {  // `queue` protects it (asserted).
  /// The use of the terminal's last line.
  enum Line {
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

  let queue: DispatchQueue
  let input: Int32
  let output: TerminalOutput
  private let streams: (input: UnsafeMutablePointer<FILE>, output: UnsafeMutablePointer<FILE>)
  private let source: any DispatchSourceRead
  private var signals: SignalWatcher?
  var line = Line.none
  /// A half-typed command that made way for another question.
  private var setAside = ""
  /// True while `source` runs.
  private(set) var isTaking = false
  /// Looks for pasted text in what is typed.
  var paste = PasteDetector()
  /// The texts that a list shows for the candidates that Tab has brought.
  var labels: [String: String] = [:]
  var status: [String] = []
  /// How many rows of it stand above the prompt.
  var statusRows = 0
  let traits: TerminalTraits
  /// The size of the window for which its rows were shown.
  var shownSize: WindowSize?

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
    // The descriptor that is watched is our own: `input` may be closed, and its number given to another file, before the
    // source has let go of it.
    source = DispatchSource.makeReadSource(fileDescriptor: fileno(inputStream), queue: queue)
    source.setCancelHandler { [streams] in _ = fclose(streams.input) }
    traits = TerminalTraits(terminal: Self.variable("TERM"), isXterm: Self.variable("XTERM_VERSION") != nil)
    shownSize = WindowSize(of: input)
    Self.chooseLocale()
    creadline_open(inputStream, outputStream, "chatctl", Int32(LineEditors.historySize))
    for line in history { creadline_remember(line) }
    creadline_prepare()
    creadline_set_completer(
      { context, line, _, end in
        guard let line else { return }
        ReadlineEditor.editor(context)?.complete(line, to: Int(end))
      },
      { context, candidates, count in
        guard let candidates else { return }
        ReadlineEditor.editor(context)?.list(UnsafeBufferPointer(start: candidates, count: Int(count)))
      }, Unmanaged.passUnretained(self).toOpaque())
    source.setEventHandler { [weak self] in self?.readWhatIsThere() }
    signals = SignalWatcher([SIGWINCH, SIGTSTP, SIGCONT], queue: queue) { [weak self] in self?.signalled($0) }
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
      if previous.kind == .command, let text = creadline_text() {
        setAside = String(cString: text)
      }
      creadline_abandon()
    case .secret:
      hideSecret()
    case .none:
      break
    }
    if prompt.kind == .password {
      line = .secret(prompt, PasswordInput())
      write(prompt.text)
    } else {
      line = .typing(prompt)
      creadline_begin(prompt.text)
      let draft = prompt.kind == .command && prompt.draft.isEmpty ? setAside : prompt.draft
      if prompt.kind == .command {
        setAside = ""
      }
      if !draft.isEmpty {
        creadline_insert(draft)
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

  func show(status: [String]) {
    guard traits.hasCursorControl, status != self.status else { return }
    above {
      self.status = status
      return ""
    }
  }

  func discardText() -> Bool {
    dispatchPrecondition(condition: .onQueue(queue))
    switch line {
    case .typing(let prompt) where creadline_has_text() || paste.isPasting:
      paste.clear()
      creadline_leave()
      creadline_begin(prompt.text)
      // A status above the line stays with it.
      statusRows = 0
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
    fclose(streams.output)
  }

  /// Stops reading until the next `takeLine`.
  func stopTaking() {
    guard isTaking else { return }
    isTaking = false
    source.suspend()
  }

  func write(_ text: String) {
    guard !text.isEmpty, !output.write(text) else { return }
    let delegate = delegate
    queue.async { delegate?.outputFailed() }
  }

  private static func editor(_ context: UnsafeMutableRawPointer?) -> ReadlineEditor? {
    context.map { Unmanaged<ReadlineEditor>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// Readline needs to know that a character may have several bytes. It asks the environment, not the C library.
  private static func chooseLocale() {
    if setlocale(LC_CTYPE, "") == nil || strcmp(nl_langinfo(nl_item(CODESET)), "UTF-8") != 0 {
      setenv("LC_ALL", "C.UTF-8", 1)
      setlocale(LC_CTYPE, "")
    }
  }
}
