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

/// Reads lines from a descriptor, one when it is asked for. Blocks; belongs to one queue.
public final class LineReader: @unchecked Sendable {  // The queue of whoever asks for lines protects it.
  /// The most bytes that are kept of a line; longer ones are cut, so that no input can fill the memory.
  public static let longest = 65_536

  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var hasEnded = false

  /// A reader of an open descriptor.
  public init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// The next line without its line feed; nil at the end of input. A last line without one counts.
  public func next() -> String? {
    var line: [UInt8] = []
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        append(buffer[..<end], to: &line)
        buffer.removeSubrange(...end)
        return String(decoding: line, as: UTF8.self)
      }
      append(buffer[...], to: &line)
      buffer = hasEnded ? [] : readSome()
      if buffer.isEmpty {
        hasEnded = true
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
      }
    }
  }

  /// Goes on after an end that was none: a terminal that was not ours to read at that moment.
  public func tryAgain() {
    hasEnded = false
  }

  private func append(_ bytes: ArraySlice<UInt8>, to line: inout [UInt8]) {
    line += bytes.prefix(Self.longest - line.count)
  }

  /// Empty at the end of input; an error ends it too.
  private func readSome() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 4_096) { space, count in
      var result = read(descriptor, space.baseAddress, space.count)
      while result < 0, errno == EINTR || errno == EAGAIN {
        // Somebody who shares the descriptor may have made it non-blocking.
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = Glibc.poll(&poll, 1, -1)
        result = read(descriptor, space.baseAddress, space.count)
      }
      count = max(0, result)
    }
  }
}
