import ChatSystem
import Dispatch

/// Lines on their way to a descriptor that may not take them for a while: a pipe that nobody reads, a stopped terminal.
///
/// They are written on a queue of its own, which is the only one that waits.
final class ConsoleBacklog: Sendable {
  /// So many bytes may wait; lines on top of that are left out and counted.
  static let maximumBytes = 1 << 20

  private let queue = DispatchQueue(label: "chatctl.console", qos: .utility)
  private let descriptor: Int32
  private let state = Locked(State())

  private struct State {
    var text = ""
    var leftOut = 0
    var isWriting = false
  }

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Adds `text`, whole lines. From any queue; never waits.
  func add(_ text: String) {
    let isFirst = state.withLock { state in
      guard state.text.utf8.count + text.utf8.count <= Self.maximumBytes else {
        state.leftOut += 1
        return false
      }
      // Lines that come later must not stand before the notice about those left out.
      if state.leftOut > 0 {
        state.text += Self.notice(state.leftOut)
        state.leftOut = 0
      }
      state.text += text
      defer { state.isWriting = true }
      return !state.isWriting
    }
    if isFirst {
      queue.async { [self] in drain() }
    }
  }

  /// Waits until all is out, for at most `seconds`. Not on a queue that lines come from and that somebody waits for.
  func flush(within seconds: Double) {
    let done = DispatchSemaphore(value: 0)
    queue.async { done.signal() }
    _ = done.wait(timeout: .now() + seconds)
  }

  private func drain() {
    while let text = take() {
      // When the other side is gone, so is what it would have read.
      _ = SystemCall.writeAll(Array(text.utf8), to: descriptor)
    }
  }

  private func take() -> String? {
    state.withLock { state in
      var text = state.text
      if state.leftOut > 0 {
        text += Self.notice(state.leftOut)
        state.leftOut = 0
      }
      state.text = ""
      state.isWriting = !text.isEmpty
      return text.isEmpty ? nil : text
    }
  }

  private static func notice(_ count: Int) -> String {
    "[\(count) lines were left out here, because nobody read them; `chatctl log tail` shows them]\n"
  }
}
