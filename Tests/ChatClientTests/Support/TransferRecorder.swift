import ChatSystem
import ChatWire
import Dispatch

@testable import ChatClient

/// Notes what a transfer sends and tells, and lets a test wait for its end.
final class TransferRecorder: Sendable {
  private struct State {
    var frames: [ClientFrame] = []
    var news: [TransferNews] = []
  }

  private let state = Locked(State())
  private let ended = DispatchSemaphore(value: 0)

  var frames: [ClientFrame] {
    state.withLock(\.frames)
  }

  var news: [TransferNews] {
    state.withLock(\.news)
  }

  /// The bytes of all chunks, in order.
  var bytes: [UInt8] {
    frames.flatMap { frame -> [UInt8] in if case .chunk(_, let bytes) = frame { bytes } else { [] } }
  }

  func send(_ frame: ClientFrame) {
    state.withLock { $0.frames.append(frame) }
  }

  func tell(_ news: TransferNews) {
    state.withLock { $0.news.append(news) }
    ended.signal()
  }

  /// The last news, once there is some; nil when there is none within 20 s.
  func end() -> TransferNews? {
    ended.wait(timeout: .now() + 20) == .success ? news.last : nil
  }
}
