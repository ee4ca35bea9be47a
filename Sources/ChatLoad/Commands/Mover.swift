import ChatWire

/// A member who comes and goes: it says so, or its connection is lost and it comes back by token.
///
/// The messages that it had received before are sent again where they were not acknowledged, and only while it catches up:
/// that is as promised, and a client drops it. Everything else must come once.
final class Mover {
  enum Manner {
    case leaves, isCut
  }

  private enum Stage {
    /// Its traffic has not begun, or is over.
    case waiting
    case there, leaving, away, coming
  }

  let member: Member
  private let crowd: Crowd
  private let manner: Manner
  private let stay: Int64
  private var stage = Stage.waiting
  /// The time at which it does something by itself.
  private(set) var nextDue = Int64.max
  /// The newest message that it has received.
  private var newest: UInt64 = 0

  private static let shortestStay: Int64 = 1_000_000_000
  private static let absence: Int64 = 300_000_000
  /// They do not all move at once.
  private static let step: Int64 = 70_000_000

  /// `rank` tells it from the others of its kind.
  init(_ member: Member, of crowd: Crowd, _ manner: Manner, rank: Int) {
    (self.member, self.crowd, self.manner) = (member, crowd, manner)
    stay = Self.shortestStay + Int64(rank) * Self.step
  }

  func delivered(_ delivery: ServerScan.Delivery, from sender: Int) {
    if delivery.id <= newest, member.stage == .catchingUp { return }
    newest = max(newest, delivery.id)
    _ = member.arrivals.note(delivery.number / Numbering.stride, of: sender, id: delivery.id)
  }

  func isLive(at now: Int64) {
    enter(.there, until: now + stay)
    if manner == .isCut { crowd.ask(.wantToken, member) }
  }

  /// Takes a frame that has come for it; false when it is nothing of its own.
  func received(_ frame: ServerFrame, at now: Int64) -> Bool {
    switch (stage, frame) {
    case (.there, .reply(_, .token(let token))): member.token = token
    case (.leaving, .reply(_, .goodbye)): vanish(at: now)
    default: return false
    }
    return true
  }

  /// Does what is due; goes nowhere any more when that is `last`.
  func move(at now: Int64, isLast: Bool) {
    guard now >= nextDue else { return }
    switch stage {
    case .there where isLast: enter(.waiting)
    case .there where manner == .leaves:
      enter(.leaving)
      member.stage = .leaving
      crowd.ask(.leave(.quit), member)
    case .there where member.token != nil: vanish(at: now)
    case .there: enter(.there, until: now + Self.step)
    case .away:
      enter(.coming)
      crowd.logIn([member])
    case .waiting, .leaving, .coming: break
    }
  }

  private func vanish(at now: Int64) {
    crowd.cut(member)
    enter(.away, until: now + Self.absence)
  }

  private func enter(_ stage: Stage, until due: Int64 = .max) {
    (self.stage, nextDue) = (stage, due)
  }
}
