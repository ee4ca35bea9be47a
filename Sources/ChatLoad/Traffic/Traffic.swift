import ChatCore
import ChatWire

/// The purpose of a ``Crowd``: the part of a scenario that hears what comes. The times are those of the steady clock, in
/// nanoseconds.
protocol Traffic: AnyObject {
  /// A message has come.
  func delivered(_ delivery: ServerScan.Delivery, to member: Member, at now: Int64)
  /// The message of that number is on disk.
  func stored(_ number: UInt64, of member: Member, at now: Int64)
  /// A member is logged in and reads live.
  func isLive(_ member: Member, at now: Int64)
  /// Something else has come. False when it should not have.
  func received(_ frame: ServerFrame, by member: Member, at now: Int64) -> Bool
  /// The server has closed a connection. False when it should not have.
  func lost(_ member: Member) -> Bool
  /// All that had come is read; what is sent now goes out with the turn.
  func turnEnded(at now: Int64)
  /// The latest time at which there will be something to send.
  var nextDue: Int64 { get }
  /// The request with which a member comes in.
  func entrance(of member: Member) -> Request
}

extension Traffic {
  func delivered(_ delivery: ServerScan.Delivery, to member: Member, at now: Int64) {}
  func stored(_ number: UInt64, of member: Member, at now: Int64) {}
  func isLive(_ member: Member, at now: Int64) {}
  func received(_ frame: ServerFrame, by member: Member, at now: Int64) -> Bool { false }
  func lost(_ member: Member) -> Bool { false }
  func turnEnded(at now: Int64) {}
  var nextDue: Int64 { .max }
  func entrance(of member: Member) -> Request {
    member.token.map { .resume(token: $0) } ?? .logIn(name: member.name, password: Accounts.password)
  }
}
