import ChatCore
import ChatSystem
import ChatWire

extension Crowd: LoadLoopDelegate {
  func received(_ bytes: UnsafeRawBufferPointer, from connection: LoadConnection) -> Int? {
    // Every connection of this loop belongs to a member.
    let member = unsafeDowncast(connection.owner.unsafelyUnwrapped, to: Member.self)
    let now = MonotonicClock.now()
    let traffic = traffic
    var place = 0
    while let end = ServerScan.end(of: place, in: bytes) {
      guard end > place + 4, end - place <= Self.frameLimit else { return nil }
      let payload = UnsafeRawBufferPointer(rebasing: bytes[place + 4..<end])
      guard let frame = ServerScan.frame(payload) else { return nil }
      switch frame {
      case .delivery(let delivery):
        member.newestID = max(member.newestID, delivery.id)
        member.unacknowledged += 1
        traffic?.delivered(delivery, to: member, at: now)
      case .stored(let number): traffic?.stored(number, of: member, at: now)
      case .notice: break
      case .caughtUp: arrived(member, at: now)
      case .other: guard take(payload, for: member, at: now) else { return nil }
      }
      // The traffic may have closed it.
      guard !connection.isClosed else { return end }
      place = end
    }
    // A frame that is not whole by now never will be.
    guard bytes.count - place < Self.frameLimit else { return nil }
    if member.unacknowledged >= Self.acknowledgeAfter { acknowledge(member, at: now) }
    return place
  }

  func lost(_ connection: LoadConnection, because reason: String) {
    let member = unsafeDowncast(connection.owner.unsafelyUnwrapped, to: Member.self)
    if member.stage == .loggingIn || member.stage == .catchingUp { underWay -= 1 }
    member.connection = nil
    member.stage = .absent
    if traffic?.lost(member) != true { fail("\(member.name) lost its connection: \(reason)") }
  }

  func turnEnded(at now: Int64) {
    traffic?.turnEnded(at: now)
    if !waiting.isEmpty { connectNext() }
    if now >= nextSweep { sweep(at: now) }
  }
}

extension Crowd {
  /// PROTOCOL.md, "Acknowledgement": so many messages, or so long after the first of them.
  private static let acknowledgeAfter = 256
  private static let acknowledgeWithin: Int64 = 100_000_000
  private static let sweepInterval: Int64 = 50_000_000
  /// The longest frame is 64 KiB; what claims to be longer is none.
  private static let frameLimit = FrameLimit.afterLogIn + 4

  /// Takes a frame that is not one of the millions.
  private func take(_ payload: UnsafeRawBufferPointer, for member: Member, at now: Int64) -> Bool {
    let decoded: ServerFrame?
    do throws(FrameError) {
      decoded = try member.decoder.decode(payload)
    } catch {
      return false
    }
    switch decoded {
    case nil, .pong: break
    case .hello(let hello):
      if let refusal = hello.refusal { fail("the server refuses \(member.name): \(refusal.sentence)") }
      keepAlive = Int64(hello.keepAliveSeconds * 1e9)
    case .reply(_, .welcome):
      member.stage = .catchingUp
      member.token = nil
    case let frame? where traffic?.received(frame, by: member, at: now) == true: break
    case .reply(_, .refused(let refusal)):
      fail("the server refuses what \(member.name) asks: \(refusal.sentence)")
    case let frame?:
      fail("the server sent \(member.name) what nobody waits for: \(frame)")
    }
    return true
  }

  private func acknowledge(_ member: Member, at now: Int64) {
    guard member.stage == .catchingUp || member.stage == .live, member.newestID > 0,
      let number = member.takeAcknowledgementNumber()
    else { return }
    member.unacknowledged = 0
    member.lastAcknowledged = now
    send(.request(number: number, .acknowledge(EntryID(rawValue: Int64(member.newestID)))), of: member)
  }

  private func sweep(at now: Int64) {
    nextSweep = now + Self.sweepInterval
    for member in members where member.connection != nil {
      if member.unacknowledged > 0, now - member.lastAcknowledged >= Self.acknowledgeWithin {
        acknowledge(member, at: now)
      }
      if now - member.lastSent >= keepAlive { send(.ping, of: member) }
    }
  }
}
