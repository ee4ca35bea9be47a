import ChatTestSupport
import Glibc
import Testing

@testable import ChatServer

/// A console that nobody reads stops nobody and takes no more than its share of memory.
@Suite struct ConsoleTests {
  @Test func whatNobodyReadsIsLeftOutAndCounted() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    defer { close(ends[0]) }
    let console = Console.queued(descriptor: ends[1])
    let line = String(repeating: "x", count: 999)
    let said = 5_000
    for _ in 0..<said { console.say(line) }

    var text: [UInt8] = []
    var shown = 0
    var leftOut = 0
    repeat {
      var poll = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
      try #require(Glibc.poll(&poll, 1, 30_000) == 1)
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = read(ends[0], &buffer, buffer.count)
      text += buffer.prefix(max(0, count))
      // A notice comes last.
      guard text.suffix(2).elementsEqual("]\n".utf8) else { continue }
      let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
      shown = lines.count { $0 == line[...] }
      leftOut = lines.compactMap { Int($0.prefixMatch(of: /\[(\d+) lines were left out here/)?.1 ?? "") }.reduce(0, +)
    } while shown + leftOut < said
    #expect(shown + leftOut == said)
    // What is being written, and what waits behind it.
    #expect(shown <= 2 * ConsoleBacklog.maximumBytes / (line.utf8.count + 1))
    console.flush(within: 10)
    close(ends[1])
  }

  @Test func nothingCanActOnTheTerminal() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let console = Console(descriptor: ends[1])
    console.say("a\u{1B}[2J\u{202E}b\r")
    console.say("forged\n[00:00:00] line", at: .init(microseconds: 0))
    var buffer = [UInt8](repeating: 0, count: 1_000)
    let count = read(ends[0], &buffer, buffer.count)
    let lines = String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: "\n")
    #expect(lines.first == "a^[[2J<U+202E>b^M")
    #expect(lines.last?.hasSuffix("] forged^J[00:00:00] line") == true)
  }
}
