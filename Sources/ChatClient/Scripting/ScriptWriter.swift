import ChatTerminal
import Dispatch

/// Writes lines to a descriptor, each at once, on a queue of its own: whoever reads them slowly stops nothing else.
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
