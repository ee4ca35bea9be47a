import ChatCore

/// A member whose connection is lost, until it is back or given up.
struct Absence {
  /// How far the way back is.
  enum Step {
    /// The connection is on its way out: the server refused it, or has said that it restarts.
    case closing
    /// Nothing is tried before this moment.
    case waiting(until: Uptime)
    /// The server is called.
    case connecting
    /// It is there; the hello is on its way.
    case greeting
    /// The token is on its way, as this request.
    case resuming(number: UInt64)
    /// The token was no good: the person is asked for the password.
    case asking(Entrance)
  }

  /// So many typed lines are kept until the connection is back.
  static let mostLines = 100

  var member: Membership
  var step: Step
  /// When trying is given up.
  let end: Uptime
  /// What was typed meanwhile.
  private(set) var lines: [String] = []

  init(of member: Membership, step: Step, until end: Uptime) {
    self.member = member
    self.step = step
    self.end = end
  }

  /// Keeps `line` for later; false when as many are kept as may be.
  mutating func keep(_ line: String) -> Bool {
    guard lines.count < Self.mostLines else { return false }
    lines.append(line)
    return true
  }

  /// What was not done, for a person who goes or has to give up.
  var leftUndone: [String] {
    let kept =
      switch lines.count {
      case 0: [String]()
      case 1: ["The line that you typed meanwhile was not sent."]
      default: ["The \(lines.count) lines that you typed meanwhile were not sent."]
      }
    return (member.awaitsStorage ? [Words.unsure] : []) + kept
  }
}
