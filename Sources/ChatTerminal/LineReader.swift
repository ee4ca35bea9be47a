import Glibc

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
