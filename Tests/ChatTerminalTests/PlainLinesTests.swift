import ChatTestSupport
import Dispatch
import Glibc
import Testing

@testable import ChatTerminal

@Suite struct PlainLinesTests {
  /// Plain lines between two pipes.
  private final class Stand: @unchecked Sendable {  // The test's thread uses it, `queue` the lines.
    let queue = DispatchQueue(label: "test.plain")
    let recorder = EditorRecorder()
    let lines: PlainLines
    private let input: [Int32]
    private var output: [Int32]

    init() throws {
      var input: [Int32] = [0, 0]
      var output: [Int32] = [0, 0]
      #expect(pipe(&input) == 0)
      #expect(pipe(&output) == 0)
      self.input = input
      self.output = output
      lines = PlainLines(input: input[0], output: output[1], queue: queue)
      queue.sync { lines.delegate = recorder }
    }

    deinit {
      for descriptor in [input[0]] + output { close(descriptor) }
    }

    func type(_ text: String) {
      _ = text.withCString { write(input[1], $0, strlen($0)) }
    }

    /// Nobody reads what is shown any more. The number of the descriptor may be another test's from now on.
    func closeReader() {
      close(output.removeFirst())
    }

    func endInput() {
      close(input[1])
    }

    func take() {
      queue.sync { lines.takeLine() }
    }

    func shown(_ count: Int) -> String {
      var bytes = [UInt8](repeating: 0, count: count)
      var filled = 0
      while filled < count {
        var poll = pollfd(fd: output[0], events: Int16(POLLIN), revents: 0)
        guard Glibc.poll(&poll, 1, 20_000) > 0 else { break }
        filled += bytes.withUnsafeMutableBytes { read(output[0], $0.baseAddress?.advanced(by: filled), count - filled) }
      }
      return String(decoding: bytes[..<filled], as: UTF8.self)
    }
  }

  @Test func oneLineAtATime() throws {
    let stand = try Stand()
    stand.type("one\ntwo\nthree")
    stand.take()
    stand.recorder.awaitNext()
    #expect(stand.recorder.all == [.typed("one")])
    stand.take()
    stand.recorder.awaitNext()
    #expect(stand.recorder.all == [.typed("one"), .typed("two")])
    stand.take()
    stand.endInput()
    stand.recorder.awaitNext()
    stand.take()
    stand.recorder.awaitNext()
    #expect(stand.recorder.all == [.typed("one"), .typed("two"), .typed("three"), .inputEnded])
  }

  @Test func promptsStandOnLinesOfTheirOwn() throws {
    let stand = try Stand()
    stand.queue.sync {
      stand.lines.show(["Please enter your password:"])
      stand.lines.show(prompt: .password)
      stand.lines.show(status: ["10 %"])
      stand.lines.show(["a", "b"])
      stand.lines.show(prompt: .command(of: "facebook"))
    }
    let expected = "Please enter your password:\n>> \na\nb\nfacebook> \n"
    #expect(stand.shown(expected.utf8.count) == expected)
    stand.endInput()
  }

  @Test func aLineWithoutEndFillsNoMemory() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let (input, output) = (ends[0], ends[1])
    DispatchQueue.global().async {
      let block = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
      for _ in 0..<32 { _ = write(output, block, block.count) }
      _ = write(output, "\nnext\n", 6)
      close(output)
    }
    let reader = LineReader(descriptor: input)
    #expect(reader.next()?.utf8.count == LineReader.longest)
    #expect(reader.next() == "next")
    #expect(reader.next() == nil)
    #expect(reader.next() == nil)
    close(input)
  }

  @Test func nobodyReadsAnyMore() throws {
    let stand = try Stand()
    signal(SIGPIPE, SIG_IGN)
    stand.closeReader()
    stand.queue.sync { stand.lines.show(["x"]) }
    stand.queue.sync {}
    #expect(stand.recorder.all == [.outputFailed])
    stand.endInput()
  }

  @Test func aTerminalDoesNotEchoPasswords() throws {
    let terminal = try PseudoTerminal()
    let queue = DispatchQueue(label: "test.plain")
    var output: [Int32] = [0, 0]
    #expect(pipe(&output) == 0)
    let recorder = EditorRecorder()
    let lines = PlainLines(input: terminal.terminal, output: output[1], queue: queue)
    queue.sync {
      lines.delegate = recorder
      lines.show(prompt: .password)
    }
    #expect(!terminal.echoes)
    queue.sync { lines.takeLine() }
    terminal.type("sesame\n")
    recorder.awaitNext()
    #expect(recorder.all == [.typed("sesame")])
    #expect(terminal.echoes)
    try terminal.read("\n")
    #expect(!terminal.text.contains("sesame"))
    queue.sync { lines.close() }
    for descriptor in output { close(descriptor) }
  }
}
