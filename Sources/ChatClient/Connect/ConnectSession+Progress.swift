import ChatCore
import ChatTerminal
import Dispatch
import Glibc

// How far transfers are: bars above the prompt of a terminal, a line now and then on standard error elsewhere.
extension ConnectSession {
  /// How often it is shown anew, in seconds.
  private var progressInterval: Double {
    editor.isTerminal ? 0.25 : 10
  }

  /// Watches the transfers until none is left.
  func watchProgress() {
    // What has begun is measured from here on.
    _ = progress(of: conversation.transfers)
    guard progressTimer == nil else { return }
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.setEventHandler { [weak self] in self?.showProgress() }
    timer.schedule(deadline: .now() + progressInterval, repeating: progressInterval)
    timer.activate()
    progressTimer = timer
  }

  /// How far these are now.
  func progress(of transfers: [TransferSummary]) -> [TransferProgress] {
    meter.measure(transfers, at: .now) { self.transfers?.bytesDone(of: $0) }
  }

  /// Says something beside what was asked for: a pipe's standard output is for data.
  func notice(_ lines: [String]) {
    if editor.isTerminal {
      editor.show(lines)
    } else {
      _ = TerminalOutput(descriptor: STDERR_FILENO).write(lines.map { $0 + "\n" }.joined())
    }
  }

  /// Shows what goes on. A lost connection is the most important news.
  func showProgress() {
    guard !hasEnded else { return }
    let shown = progress(of: conversation.transfers).filter { $0.secondsWatched >= TransferProgress.firstShown }
    if editor.isTerminal {
      let news = (absence.map { [$0] } ?? []) + shown.map(\.bar)
      editor.show(status: news.isEmpty ? receipts.map { [$0] } ?? [] : news)
    } else if !shown.isEmpty {
      notice(shown.map(\.line))
    }
    if conversation.transfers.isEmpty {
      progressTimer?.cancel()
      progressTimer = nil
    }
  }
}
