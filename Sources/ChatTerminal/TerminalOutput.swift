import ChatSystem
import Glibc

/// Writes text to a descriptor: whole, at once, in order.
public struct TerminalOutput: Sendable {
  private let descriptor: Int32

  /// Output to an open descriptor.
  public init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Writes all of `text`; false when the other side is gone or the medium is full.
  ///
  /// Waits where the descriptor was made non-blocking by somebody who shares it.
  public func write(_ text: String) -> Bool {
    descriptor == STDOUT_FILENO
      ? StandardOutput.write(text) : SystemCall.writeAll(Array(text.utf8), to: descriptor) == nil
  }
}
