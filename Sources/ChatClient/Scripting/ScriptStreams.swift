import ChatSystem
import ChatTerminal
import Dispatch
import Glibc

/// A reader of a descriptor in pieces, one when it is asked for.
final class ScriptReader: Sendable {
  /// The longest piece, in bytes.
  static let longest = 16_384

  private let descriptor: Int32
  /// Reading blocks, so it has a queue of its own.
  private let own = DispatchQueue(label: "chatctl.client.input")

  /// A reader of an open descriptor.
  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Reads what comes next and gives it to `take` on `queue`; nothing at the end of the input, or where it can't be read.
  func read(on queue: DispatchQueue, _ take: @escaping @Sendable ([UInt8]) -> Void) {
    own.async { [descriptor] in
      let bytes = Self.read(descriptor)
      queue.async { take(bytes) }
    }
  }

  private static func read(_ descriptor: Int32) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: longest) { space, count in
      while true {
        switch SystemCall.run({ Glibc.read(descriptor, space.baseAddress, space.count) }) {
        case .value(let value):
          count = value
          return
        case .failure(EAGAIN):
          // Somebody who shares the descriptor may have made it non-blocking.
          var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
          _ = Glibc.poll(&poll, 1, -1)
        case .failure:
          count = 0
          return
        }
      }
    }
  }
}

/// A writer of lines to a descriptor, each at once, on a queue of its own: whoever reads them slowly stops nothing else.
final class ScriptWriter: Sendable {
  private let output: TerminalOutput
  private let own = DispatchQueue(label: "chatctl.client.output")

  /// Output to an open descriptor.
  init(descriptor: Int32) {
    output = TerminalOutput(descriptor: descriptor)
  }

  /// Writes `line` and tells `done` on `queue` whether that was possible.
  func write(_ line: String, on queue: DispatchQueue, done: @escaping @Sendable (Bool) -> Void) {
    own.async { [output] in
      let isWritten = output.write(line + "\n")
      queue.async { done(isWritten) }
    }
  }

  /// Calls `done` when everything before is written.
  func finish(_ done: @escaping @Sendable () -> Void) {
    own.async(execute: done)
  }
}
