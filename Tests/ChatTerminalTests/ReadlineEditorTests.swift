import ChatTestSupport
import Dispatch
import Foundation
import Glibc
import Testing

@testable import ChatTerminal

/// Readline has one state for the whole process, so these run one after the other.
@Suite(.serialized) struct ReadlineEditorTests {
  /// An editor on a pseudo-terminal, torn down at the end.
  private final class Stand: @unchecked Sendable {  // The test's thread uses it, `queue` the editor.
    let queue = DispatchQueue(label: "test.editor")
    let terminal: PseudoTerminal
    let recorder: EditorRecorder
    let editor: ReadlineEditor

    init(columns: UInt16 = 80, offers: [String] = [], history: [String] = []) throws {
      setenv("TERM", "xterm", 1)
      setenv("INPUTRC", "/dev/null", 1)
      terminal = try PseudoTerminal(columns: columns)
      recorder = EditorRecorder(offers: offers)
      let descriptor = terminal.terminal
      let queue = queue
      editor = try #require(
        queue.sync { ReadlineEditor(input: descriptor, output: descriptor, history: history, queue: queue) })
      queue.sync { editor.delegate = recorder }
    }

    deinit {
      queue.sync { editor.close() }
    }

    func ask(_ prompt: Prompt) {
      queue.sync {
        editor.show(prompt: prompt)
        editor.takeLine()
      }
    }

    func show(_ lines: String...) {
      queue.sync { editor.show(lines) }
    }

    /// What has been shown after `mark`.
    func shown(after mark: Int) -> String {
      String(decoding: terminal.output.dropFirst(mark), as: UTF8.self)
    }
  }

  @Test func aLineIsTyped() throws {
    let stand = try Stand()
    stand.ask(.command(of: "facebook"))
    try stand.terminal.read("facebook> ")
    stand.terminal.type("whoelsX\u{7F}e\r")
    try stand.terminal.read("\r\n")
    stand.queue.sync {}
    #expect(stand.recorder.all == [.typed("whoelse")])
  }

  @Test func nothingIsReadBeforeItIsAskedFor() throws {
    let stand = try Stand()
    stand.terminal.type("one\rtwo\r")
    stand.ask(.answer)
    try stand.terminal.read("one\r\n")
    stand.queue.sync {}
    #expect(stand.recorder.all == [.typed("one")])
    #expect(!stand.terminal.text.contains("two"))
    stand.ask(.answer)
    try stand.terminal.read("two\r\n")
    stand.queue.sync {}
    #expect(stand.recorder.all == [.typed("one"), .typed("two")])
  }

  @Test func anIncomingLineStandsAboveHalfTypedText() throws {
    let stand = try Stand()
    stand.ask(.command(of: "me"))
    stand.terminal.type("message bob hel")
    try stand.terminal.read("hel")
    let mark = stand.terminal.output.count
    stand.show("bob(private): hi")
    try stand.terminal.read("me> message bob hel", after: mark)
    let shown = stand.shown(after: mark)
    #expect(shown.contains("bob(private): hi\r\n"))
    stand.terminal.type("lo\r")
    try stand.terminal.read("lo\r\n", after: mark)
    stand.queue.sync {}
    #expect(stand.recorder.all == [.typed("message bob hello")])
  }

  @Test func aWrappedLineIsTakenAwayWhole() throws {
    let stand = try Stand(columns: 20)
    stand.ask(.command(of: "me"))
    let typed = "message bob " + String(repeating: "wide ", count: 8) + "end"
    stand.terminal.type(typed)
    try stand.terminal.read("end")
    let mark = stand.terminal.output.count
    stand.show("bob(private): hi")
    try stand.terminal.read("end", after: mark)
    let shown = stand.shown(after: mark)
    // Two rows up to where the prompt began: 59 characters on 20 columns.
    let cleared = shown.prefix(upTo: try #require(shown.firstRange(of: "bob(private): hi")).lowerBound)
    #expect(cleared.ranges(of: "\u{1B}[A").count >= 2)
    stand.terminal.type("\r")
    stand.recorder.awaitNext()
    #expect(stand.recorder.all == [.typed(typed)])
  }

  @Test func aPasswordIsNeitherShownNorKept() throws {
    let stand = try Stand()
    stand.ask(.password)
    try stand.terminal.read(">> ")
    stand.terminal.type("sesame")
    stand.show("System(broadcast): \"bob\" has just logged in.")
    try stand.terminal.read("logged in.")
    stand.terminal.type("\r")
    try stand.terminal.read(">> \r\n")
    stand.queue.sync {}
    #expect(stand.recorder.all == [.typed("sesame")])
    stand.ask(.command(of: "me"))
    stand.terminal.type("\u{1B}[A\u{19}!\r")
    try stand.terminal.read("!\r\n")
    stand.queue.sync {}
    #expect(stand.recorder.all.last == .typed("!"))
    #expect(!stand.terminal.text.contains("sesame"))
  }

  @Test func whatIsTypedAheadIsNotEchoed() throws {
    let stand = try Stand()
    stand.ask(.answer)
    stand.terminal.type("facebook\r")
    try stand.terminal.read("facebook\r\n")
    // No prompt stands there: an answer is awaited.
    #expect(!stand.terminal.echoes)
    stand.terminal.type("sesame\r")
    stand.ask(.password)
    try stand.terminal.read(">> \r\n")
    stand.queue.sync {}
    #expect(stand.recorder.all == [.typed("facebook"), .typed("sesame")])
    #expect(!stand.terminal.text.contains("sesame"))
  }

  @Test func historyHoldsCommandsAlone() throws {
    let stand = try Stand()
    stand.ask(.answer)
    stand.terminal.type("facebook\r")
    try stand.terminal.read("facebook\r\n")
    stand.ask(.command(of: "me"))
    stand.terminal.type("whoelse\r")
    try stand.terminal.read("whoelse\r\n")
    stand.ask(.command(of: "me"))
    stand.terminal.type("\u{1B}[A\u{1B}[A!\r")
    try stand.terminal.read("!\r\n")
    stand.queue.sync {}
    #expect(stand.recorder.all.last == .typed("whoelse!"))
  }

  @Test func earlierRunsAreRemembered() throws {
    let stand = try Stand(history: ["whoelse", "help"])
    stand.ask(.command(of: "me"))
    stand.terminal.type("\u{1B}[A\u{1B}[A!\r")
    try stand.terminal.read("!\r\n")
    stand.queue.sync {}
    #expect(stand.recorder.all == [.typed("whoelse!")])
  }

  @Test func whatMustNotBeRememberedIsNot() throws {
    let stand = try Stand(history: ["help"])
    stand.ask(.command(of: "me"))
    stand.terminal.type("a secret\r")
    try stand.terminal.read("a secret\r\n")
    stand.ask(.command(of: "me"))
    stand.terminal.type("\u{1B}[A!\r")
    try stand.terminal.read("!\r\n")
    stand.queue.sync {}
    #expect(stand.recorder.all == [.typed("a secret"), .typed("help!")])
  }

  @Test func tabCompletes() throws {
    let stand = try Stand(offers: ["message", "Columbia", "Google"])
    stand.ask(.command(of: "me"))
    stand.terminal.type("mes\tCol\thi\r")
    try stand.terminal.read("hi\r\n")
    stand.queue.sync {}
    #expect(stand.recorder.all == [.typed("message Columbia hi")])
  }

  @Test func ctrlCClearsTheLine() throws {
    let stand = try Stand()
    stand.ask(.command(of: "me"))
    #expect(!stand.queue.sync { stand.editor.discardText() })
    stand.terminal.type("half")
    try stand.terminal.read("half")
    #expect(stand.queue.sync { stand.editor.discardText() })
    stand.terminal.type("whoelse\r")
    try stand.terminal.read("whoelse\r\n")
    stand.queue.sync {}
    #expect(stand.recorder.all == [.typed("whoelse")])
  }

  @Test func ctrlDEndsTheInput() throws {
    let stand = try Stand()
    stand.ask(.command(of: "me"))
    stand.terminal.type("\u{04}")
    try stand.terminal.read("\r\n")
    stand.queue.sync {}
    #expect(stand.recorder.all == [.inputEnded])
    stand.ask(.password)
    stand.terminal.type("\u{04}")
    try stand.terminal.read(">> \r\n")
    stand.queue.sync {}
    #expect(stand.recorder.all == [.inputEnded, .inputEnded])
  }

  @Test func theStatusIsReplaced() throws {
    let stand = try Stand()
    stand.ask(.command(of: "me"))
    stand.terminal.type("ab")
    try stand.terminal.read("ab")
    let start = stand.terminal.output.count
    stand.queue.sync { stand.editor.show(status: ["10 %"]) }
    // The prompt comes last, and it is shown anew each time.
    try stand.terminal.read("me> ab", after: start)
    let mark = stand.terminal.output.count
    stand.queue.sync { stand.editor.show(status: ["20 %", "30 %"]) }
    try stand.terminal.read("me> ab", after: mark)
    #expect(stand.shown(after: mark).contains("\u{1B}[A\r\u{1B}[K20 %\r\n30 %\r\n"))
    let second = stand.terminal.output.count
    stand.queue.sync { stand.editor.show(status: ["40 %"]) }
    try stand.terminal.read("me> ab", after: second)
    #expect(stand.shown(after: second).contains("\u{1B}[A\r\u{1B}[K\u{1B}[A\r\u{1B}[K40 %\r\n"))
    let end = stand.terminal.output.count
    stand.queue.sync { stand.editor.show(status: []) }
    try stand.terminal.read("me> ab", after: end)
    #expect(!stand.shown(after: end).contains("%"))
  }

  /// Whoever gave the terminal may close it before the queue has let go of what it watches; the next file that got the
  /// number would not be waited for then.
  @Test func whatIsWatchedIsNotTheTerminalsOwnNumber() throws {
    let stand = try Stand()
    stand.ask(.answer)
    stand.terminal.type("a")
    try stand.terminal.read("a")
    let watched = try Self.watchedDescriptors()
    #expect(!watched.isEmpty)
    #expect(!watched.contains(stand.terminal.terminal))
  }

  /// What this process waits for with epoll, which Dispatch does.
  private static func watchedDescriptors() throws -> Set<Int32> {
    let files = FileManager.default
    var descriptors: Set<Int32> = []
    for name in try files.contentsOfDirectory(atPath: "/proc/self/fd") {
      // One of them was that of the directory, and is closed.
      guard let target = try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)"),
        target == "anon_inode:[eventpoll]"
      else { continue }
      let text = try String(contentsOfFile: "/proc/self/fdinfo/\(name)", encoding: .utf8)
      descriptors.formUnion(text.matches(of: /tfd: +(\d+)/).compactMap { Int32($0.1) })
    }
    return descriptors
  }

  @Test func theTerminalIsGivenBack() throws {
    let stand = try Stand()
    stand.ask(.command(of: "me"))
    #expect(!stand.terminal.echoes)
    stand.queue.sync { stand.editor.close() }
    #expect(stand.terminal.echoes)
  }
}
