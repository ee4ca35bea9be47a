import ChatSystem
import Dispatch

@testable import ChatTerminal

/// Notes what a line editor tells.
final class EditorRecorder: LineEditorDelegate {
  enum News: Hashable, Sendable {
    case typed(String)
    case inputEnded
    case outputFailed
  }

  private let news = Locked<[News]>([])
  private let arrived = DispatchSemaphore(value: 0)
  private let offers: [String]

  init(offers: [String] = []) {
    self.offers = offers
  }

  var all: [News] {
    news.withLock { $0 }
  }

  /// Waits for the next piece of news that was not waited for yet, at most 20 s.
  func awaitNext() {
    _ = arrived.wait(timeout: .now() + 20)
  }

  func typed(_ line: String) {
    note(.typed(line))
  }

  func inputEnded() {
    note(.inputEnded)
  }

  func outputFailed() {
    note(.outputFailed)
  }

  private func note(_ piece: News) {
    news.withLock { $0.append(piece) }
    arrived.signal()
  }

  func mayRemember(_ line: String) -> Bool {
    !line.contains("secret")
  }

  func completion(for text: String) -> Completion {
    .words(offers)
  }
}
