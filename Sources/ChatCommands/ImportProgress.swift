import Dispatch
import Glibc

/// One line on a terminal that tells how far the passwords of an import are hashed, once that takes over a second.
final class ImportProgress: Sendable {
  private let start = DispatchTime.now()
  private let isTerminal = isatty(STDERR_FILENO) == 1

  /// Shows that `done` of `total` are hashed. From any thread.
  func show(_ done: Int, of total: Int) {
    guard isTerminal, DispatchTime.now() > start + 1 else { return }
    var line = "\rhashing passwords: \(done) of \(total)\(done == total ? "\n" : "")"
    line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
