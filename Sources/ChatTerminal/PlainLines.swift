import Dispatch
import Glibc

/// Plain lines for pipes and files: what comes in is read a line at a time, and only when it is wanted; each prompt
/// stands on a line of its own; every line is written at once; there are no escape codes.
///
/// When the input is a terminal after all (only the output is not), passwords are not echoed.
final class PlainLines: LineEditor, @unchecked Sendable {  // `queue` protects it (asserted); `reader` its own part.
  weak var delegate: (any LineEditorDelegate)?
  let isTerminal = false

  private let queue: DispatchQueue
  private let output: TerminalOutput
  private let reader: LineReader
  /// Reading blocks, so it has a queue of its own.
  private let readQueue = DispatchQueue(label: "chatctl.client.input")
  private let echo: EchoSwitch?
  private var isClosed = false

  /// Reads from `input` and writes to `output`.
  init(input: Int32, output: Int32, queue: DispatchQueue) {
    self.queue = queue
    self.output = TerminalOutput(descriptor: output)
    reader = LineReader(descriptor: input)
    echo = EchoSwitch(descriptor: input)
  }

  func show(_ lines: [String]) {
    dispatchPrecondition(condition: .onQueue(queue))
    write(lines.map { $0 + "\n" }.joined())
  }

  func show(prompt: Prompt) {
    dispatchPrecondition(condition: .onQueue(queue))
    echo?.setEcho(prompt.kind != .password)
    write(prompt.text + "\n")
  }

  func takeLine() {
    dispatchPrecondition(condition: .onQueue(queue))
    readQueue.async { [weak self, queue, reader] in
      let line = reader.next()
      queue.async { [weak self] in self?.took(line) }
    }
  }

  func show(status: [String]) {}

  func discardText() -> Bool {
    false
  }

  func close() {
    dispatchPrecondition(condition: .onQueue(queue))
    isClosed = true
    echo?.restore()
  }

  private func took(_ line: String?) {
    dispatchPrecondition(condition: .onQueue(queue))
    guard !isClosed else { return }
    echo?.setEcho(true)
    if let line {
      delegate?.typed(line)
    } else {
      delegate?.inputEnded()
    }
  }

  private func write(_ text: String) {
    guard !isClosed, !text.isEmpty, !output.write(text) else { return }
    let delegate = delegate
    queue.async { delegate?.outputFailed() }
  }
}
