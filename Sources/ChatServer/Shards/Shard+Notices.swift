import ChatCore
import ChatNet
import Dispatch

// What is in no log: who has come and who has gone. Everybody is told of everybody, so that a thousand who come at once are
// a million frames: they go out together, so that they take no more than a tenth of the time. Each connection's frames keep
// their order all the same. Everything here runs on the loop's queue.
extension Shard {
  /// A notice that follows another one sooner than this waits for more of them: 20 ms; in a large room 40 µs for each who
  /// is told, since a write takes about 4.
  private var noticePause: Int64 { max(20_000_000, Int64(live.count) * 40_000) }
  /// More than so many do not wait.
  private static let mostNotices = 1_000

  /// Sends the notices that wait if it is time, or sees to it that it will be.
  func sendNoticesIfDue() {
    guard !notices.isEmpty else { return }
    let wait = noticesSent + noticePause - loop.now
    if wait <= 0 || notices.count > Self.mostNotices {
      sendNotices()
    } else if !sendsNoticesSoon {
      sendsNoticesSoon = true
      loop.queue.asyncAfter(deadline: .now() + .nanoseconds(Int(wait))) { [self] in
        loop.perform { [self] in
          sendsNoticesSoon = false
          sendNotices()
        }
      }
    }
  }

  /// Sends all notices that wait, in one slice to each of those who are live since before the first of them.
  func sendNotices() {
    guard let first = notices.first else { return }
    noticesSent = loop.now
    let all = notices.count == 1 ? first : SharedBytes.joining(notices).slice
    for session in live {
      if !noticesPassed.isEmpty, noticesPassed[session.id] != nil {
        sendNotices(to: session)
      } else if !session.connection.isOverHighWater {
        session.connection.send(all)
      }
    }
    notices.removeAll(keepingCapacity: true)
    noticesPassed.removeAll(keepingCapacity: true)
  }

  /// Sends what waits for `session`, before something else goes to it.
  func sendNotices(to session: ShardSession) {
    guard !notices.isEmpty, session.livePlace != nil else { return }
    if !session.connection.isOverHighWater {
      for slice in notices.dropFirst(noticesPassed[session.id] ?? 0) {
        session.connection.send(slice)
      }
    }
    passNotices(session)
  }

  /// Leaves `session` out of what waits: it has been told, or has come too late for it.
  func passNotices(_ session: ShardSession) {
    if !notices.isEmpty {
      noticesPassed[session.id] = notices.count
    }
  }
}

extension SharedBytes {
  /// A copy of all `slices`, one behind the other.
  fileprivate static func joining(_ slices: [ByteSlice]) -> SharedBytes {
    SharedBytes(count: slices.reduce(0) { $0 + $1.count }) { memory in
      var end = 0
      for slice in slices {
        slice.buffer.withUnsafeBytes { bytes in
          memory[end...].copyBytes(from: bytes[slice.range])
        }
        end += slice.count
      }
    }
  }
}
