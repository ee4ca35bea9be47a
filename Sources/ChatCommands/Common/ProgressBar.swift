import ChatStore
import ChatSystem
import Dispatch
import Glibc

/// A line on standard error, if that is a terminal, that tells how far something is, once it has taken over a second. It
/// goes with the value.
final class ProgressBar: Sendable {
  private struct State {
    var isShown = false
    var next: DispatchTime
  }

  private let state = Locked(State(next: .now() + 1))
  private let isTerminal = isatty(STDERR_FILENO) == 1

  deinit {
    if state.withLock({ $0.isShown }) {
      Self.write("\r\u{1B}[K")
    }
  }

  /// Shows that `done` of `total` are done of what `title` says, a few times a second; without a bar where the total is 0.
  /// From any thread.
  func show(_ title: String, _ done: Int64, of total: Int64) {
    guard isTerminal else { return }
    state.withLock { state in
      guard DispatchTime.now() >= state.next else { return }
      state.next = .now() + 0.1
      state.isShown = true
      guard total > 0 else { return Self.write("\r\u{1B}[K\(title) ...") }
      let fraction = min(1, max(0, Double(done) / Double(total)))
      let filled = Int(fraction * 20)
      let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: 20 - filled)
      Self.write("\r\u{1B}[K[\(bar)] \(Int(fraction * 100)) %  \(title)")
    }
  }

  /// Shows how far a backup is.
  func show(_ progress: BackupProgress) {
    let title =
      switch progress.phase {
      case .copying: "copying the store"
      case .writing: "writing the backup"
      case .checking: "checking the backup"
      case .inspecting: "looking through the store"
      }
    show(title, progress.done, of: progress.total)
  }

  private static func write(_ text: String) {
    var text = text
    text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
