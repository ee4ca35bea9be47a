import ChatCore
import ChatNet
import ChatWire
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

  // MARK: - Connections that come to nothing before their hello, or break the protocol later. Everything here runs on the loop's queue.

  /// Gives a connection that speaks something else its last word.
  func turnAway(_ connection: Connection, _ tongue: ForeignTongue) {
    noteStranger(connection, tongue.reason)
    (connection.owner as? ShardSession)?.stage = .closing
    guard let answer = tongue.answer else { return connection.close() }
    connection.send(SharedBytes(answer).slice)
    connection.closeAfterWriting()
  }

  /// Logs why a connection ended before its hello, where that says something: who comes and goes without a word is
  /// nobody's business.
  func noteEnd(of connection: Connection, _ reason: CloseReason) {
    switch reason {
    case .tlsFailed(let error): noteStranger(connection, "TLS failed: \(error)")
    // The gate has counted those that said nothing in time.
    case .peerClosed, .notSetUp, .failed, .closedByUs, .stalled, .silent: break
    }
  }

  /// Puts out a session that breaks the protocol in a way that no honest client does.
  func putOut(_ session: ShardSession, _ breach: String) {
    noteStranger(session.connection, breach)
    session.say(.event(.putOut(reason: "Your client does not keep to the protocol: \(breach).")))
    close(session.id)
  }

  private func noteStranger(_ connection: Connection, _ reason: String) {
    let now = SystemClock.now()
    switch strangers.count(at: now.uptime) {
    case .log(let leftOut):
      tellLeftOut(leftOut, at: now.wall)
      log.write(strangerFrom: connection.remote.description, reason: reason, at: now.wall)
    case .leaveOut:
      guard !tellsLeftOutSoon else { return }
      tellsLeftOutSoon = true
      loop.queue.asyncAfter(deadline: .now() + 1) { [self] in
        tellsLeftOutSoon = false
        tellLeftOut(strangers.takeLeftOut(), at: SystemClock.now().wall)
      }
    }
  }

  private func tellLeftOut(_ count: Int, at time: WallTime) {
    if count > 0 { log.write(strangersLeftOut: count, at: time) }
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
