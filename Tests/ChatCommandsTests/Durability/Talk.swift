import ChatCore
import ChatTestSupport

/// Two people who chat while something else goes on: one says something, the other sees it, then the next. What each took
/// is measured.
final class Talk {
  /// How it went.
  struct Pace {
    /// How many messages arrived.
    let answered: Int
    /// What 99 of 100 took at most, from request to delivery, in seconds.
    let ninetyNinth: Double
    /// What the slowest took, in seconds.
    let slowest: Double
    /// How long all of it was, in seconds.
    let seconds: Double

    var summary: String {
      "in \(Self.rounded(seconds)) s (chat meanwhile: \(answered) messages, p99 \(Self.rounded(ninetyNinth * 1_000)) ms, "
        + "slowest \(Self.rounded(slowest * 1_000)) ms)"
    }

    private static func rounded(_ value: Double) -> Double {
      (value * 10).rounded() / 10
    }
  }

  private let speaker: WireClient
  private let listener: WireClient
  private let poll: WirePoll
  private var said = 0

  /// Two who have just registered.
  init(_ server: ServerProcess) throws {
    speaker = try WireClient.member("speaker", of: server)
    listener = try WireClient.member("listener", of: server)
    poll = WirePoll([speaker, listener], server: server)
  }

  /// Chats for so many seconds, and calls `meanwhile` again and again.
  func goOn(for seconds: Double, meanwhile: () -> Void = {}) throws -> Pace {
    let deadline = Deadline(seconds: seconds)
    return try goOn(until: "the time is over", meanwhile: meanwhile) { deadline.isOver }
  }

  /// Chats until `isOver`, which is looked at after each message.
  func goOn(
    until what: String, within seconds: Double = 300, meanwhile: () -> Void = {}, _ isOver: () -> Bool
  ) throws -> Pace {
    let clock = ContinuousClock()
    let deadline = Deadline(seconds: seconds)
    let start = clock.now
    var times: [Double] = []
    repeat {
      guard !deadline.isOver else { throw ChildProcess.Mismatch(description: "waited in vain until \(what)") }
      said += 1
      let sent = clock.now
      speaker.request(.message(to: "listener", body: "\(said)"))
      try poll.drive(until: "message \(said) arrives") { listener.shown.count == said }
      times.append(sent.duration(to: clock.now) / .seconds(1))
      meanwhile()
      // Nobody types a thousand lines a second.
      poll.drive(seconds: 0.005)
    } while !isOver()
    times.sort()
    return Pace(
      answered: times.count, ninetyNinth: times[(times.count * 99) / 100], slowest: times[times.count - 1],
      seconds: start.duration(to: clock.now) / .seconds(1))
  }
}
