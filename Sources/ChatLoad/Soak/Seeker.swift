import ChatCore
import ChatSystem
import ChatWire

/// A member who searches now and then.
final class Seeker {
  private let crowd: Crowd
  private let member: Member
  private let query: LogQuery
  private let pause: Int64
  private(set) var latency = Latency()
  /// Whether an answer is waited for.
  private(set) var isWaiting = false
  /// When it searches next.
  private var due: Int64

  /// Searches for `text` every so many seconds, as long as the answers come in time.
  init(_ member: Member, of crowd: Crowd, text: String, every seconds: Double) {
    self.crowd = crowd
    self.member = member
    query = LogQuery(text: text, limit: 50)
    pause = Int64(seconds * 1e9)
    due = MonotonicClock.now() + pause
  }

  var nextDue: Int64 { isWaiting ? .max : due }

  /// Searches if it is time.
  func search(at now: Int64) {
    guard now >= nextDue else { return }
    isWaiting = true
    member.began = now
    crowd.send(.request(number: member.takeNumber(), .lookBack(query)), of: member)
  }

  /// Takes an answer; false when it is none.
  func received(_ frame: ServerFrame, at now: Int64) -> Bool {
    guard isWaiting, case .reply(_, .past) = frame else { return false }
    isWaiting = false
    latency.record(now - member.began)
    due = max(now, member.began + pause)
    return true
  }

  /// Counts anew.
  func reset() {
    latency = Latency()
  }
}
