import ChatCore
import ChatNet
import ChatWire
import Dispatch

// Connections that come to nothing before their hello, or break the protocol later. Everything here runs on the loop's queue.
extension Shard {
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
    let event = Event.putOut(reason: "Your client does not keep to the protocol: \(breach).")
    session.connection.send(SharedBytes(ServerFrame.event(event).encoded()).slice)
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
