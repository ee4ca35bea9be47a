import ChatWire

/// A member who comes and goes: it says so, or its connection is lost and it comes back by token.
///
/// The messages that it had received before are sent again where they were not acknowledged, and only while it catches up: that is as
/// promised, and a client drops it. Everything else must come once.
final class Mover {
  /// The ways to go.
  enum Manner {
    case leaves
    case isCut
  }

  private enum Stage {
    /// Its traffic has not begun.
    case waiting
    case there(until: Int64)
    case leaving
    case away(until: Int64)
    case coming
  }

  let member: Member
  private let crowd: Crowd
  private let manner: Manner
  private let stay: Int64
  private var stage = Stage.waiting
  /// The newest message that it has received.
  private var newest: UInt64 = 0

  private static let shortestStay: Int64 = 1_000_000_000
  private static let absence: Int64 = 300_000_000
  /// They do not all move at once.
  private static let step: Int64 = 70_000_000

  /// `rank` tells it from the others of its kind.
  init(_ member: Member, of crowd: Crowd, _ manner: Manner, rank: Int) {
    self.member = member
    self.crowd = crowd
    self.manner = manner
    stay = Self.shortestStay + Int64(rank) * Self.step
  }

  /// The time at which it does something by itself.
  var nextDue: Int64 {
    switch stage {
    case .there(let until), .away(let until): until
    case .waiting, .leaving, .coming: .max
    }
  }

  /// A message has come for it.
  func delivered(_ delivery: ServerScan.Delivery, from sender: Int) {
    if delivery.id <= newest, member.stage == .catchingUp { return }
    newest = max(newest, delivery.id)
    _ = member.arrivals.note(delivery.number / Numbering.stride, of: sender, id: delivery.id)
  }

  /// It is there.
  func isLive(at now: Int64) {
    stage = .there(until: now + stay)
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
    case .there where isLast: stage = .waiting
    case .there where manner == .leaves:
      stage = .leaving
      member.stage = .leaving
      crowd.ask(.leave(.quit), member)
    case .there:
      if member.token != nil { vanish(at: now) } else { stage = .there(until: now + Self.step) }
    case .away:
      stage = .coming
      crowd.logIn([member])
    case .waiting, .leaving, .coming: break
    }
  }

  private func vanish(at now: Int64) {
    crowd.cut(member)
    stage = .away(until: now + Self.absence)
  }
}
