import ChatCore
import ChatTestSupport

/// Fifty people who talk in a fixed rhythm, whatever happens to the server: to everybody, and to each other.
///
/// Who is late with saying something says it later all the same, and what it took counts from when it was due, so that
/// a server that stands still is seen in every message of that time. Belongs to one thread.
final class HonestCrowd {
  /// A message's way from when it was due to when it was seen, in nanoseconds since the crowd began.
  private struct Passage {
    let due: Int64
    let seen: Int64
  }

  private static let size = 50
  /// Between two messages, in nanoseconds.
  private static let rhythm: Int64 = 10_000_000
  /// One in so many messages goes to everybody.
  private static let broadcastEvery = 5
  private static let looksEvery: Int64 = 100_000_000

  let server: ServerProcess
  private let clients: [WireClient]
  private let poll: WirePoll
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var nextDue: Int64 = 0
  private var said = 0
  private var expected: [Set<String>]
  private var seen: [[DeliveredMessage]]
  private var passages: [Passage] = []
  private var nextLook: Int64 = 0
  /// How late the latest message was said, in milliseconds. Nobody makes the crowd wait: it is late when it has no
  /// processor, and then what it sees late says nothing of the server.
  private(set) var latest = 0.0
  /// The most memory that the server was seen to have, in bytes.
  private(set) var peakMemory = 0

  /// Registers the fifty and lets them in.
  init(_ server: ServerProcess) throws {
    self.server = server
    clients = try (0..<Self.size).map { try WireClient.member("h\($0)", of: server) }
    poll = WirePoll(clients, server: server)
    expected = Array(repeating: [], count: Self.size)
    seen = Array(repeating: [], count: Self.size)
    start = clock.now
    for (place, client) in clients.enumerated() {
      client.onMessage = { [unowned self, unowned client] message in note(message, seenBy: place, client) }
    }
  }

  /// Nanoseconds since the crowd began.
  var now: Int64 {
    Int64(start.duration(to: clock.now) / .nanoseconds(1))
  }

  /// How many messages have been said.
  var saidSoFar: Int { said }

  /// Talks for so long.
  func talk(seconds: Double) {
    let deadline = Deadline(seconds: seconds)
    talk { deadline.isOver }
  }

  /// Talks until `isOver`.
  func talk(until isOver: () -> Bool) {
    nextDue = now
    while !isOver() {
      while nextDue <= now {
        say(due: nextDue)
        nextDue += Self.rhythm
      }
      poll.turn(milliseconds: Int32(max(0, min(Self.rhythm, nextDue - now)) / 1_000_000))
      look()
    }
  }

  /// Waits until everything that was said is answered and was seen by whom it was for.
  func settle() throws {
    try poll.drive(until: "everything is seen") {
      look()
      return clients.allSatisfy { $0.unanswered.isEmpty }
        && zip(seen, expected).allSatisfy { $0.count >= $1.count }
    }
  }

  /// Lets time pass without a word, until `isDone`; false when it takes too long.
  func rest(within seconds: Double, _ isDone: () -> Bool) -> Bool {
    (try? poll.drive(until: "it is so", within: seconds, isDone)) != nil
  }

  /// What was seen of the messages that were due between these two moments.
  func pace(from: Int64, to: Int64) -> DeliveryPace {
    DeliveryPace(passages.lazy.filter { $0.due >= from && $0.due < to }.map { Double($0.seen - $0.due) / 1e6 })
  }

  /// What is wrong: whom was put out, what was lost, doubled, out of order or refused. Empty at best.
  func complaints() -> [String] {
    var complaints: [String] = []
    for (place, client) in clients.enumerated() {
      let bodies = seen[place].map(\.body)
      if !client.isOpen { complaints.append("h\(place) was disconnected") }
      let lost = expected[place].subtracting(bodies).count
      if lost > 0 { complaints.append("h\(place) lost \(lost)") }
      if bodies.count != Set(bodies).count || !client.dropped.isEmpty { complaints.append("h\(place) saw some twice") }
      if !Set(bodies).isSubset(of: expected[place]) { complaints.append("h\(place) saw what was not for it") }
      if !zip(seen[place], seen[place].dropFirst()).allSatisfy({ $0.id < $1.id }) {
        complaints.append("h\(place) saw them out of order")
      }
      let refusals = client.replies.values.filter { if case .refused = $0 { true } else { false } }
      if !refusals.isEmpty { complaints.append("h\(place) was refused \(refusals.count)") }
    }
    return complaints
  }

  private func say(due: Int64) {
    latest = max(latest, Double(now - due) / 1e6)
    let sender = said * 7 % Self.size
    let receiver = (sender + 1 + said % (Self.size - 1)) % Self.size
    let isBroadcast = said.isMultiple(of: Self.broadcastEvery)
    let body = "h\(sender) \(said) \(due) |"
    if isBroadcast {
      for place in expected.indices { expected[place].insert(body) }
    } else {
      expected[receiver].insert(body)
    }
    clients[sender].request(isBroadcast ? .broadcast(body: body) : .message(to: "h\(receiver)", body: body))
    said += 1
  }

  private func note(_ message: DeliveredMessage, seenBy place: Int, _ client: WireClient) {
    let words = message.body.prefix(64).split(separator: " ")
    // What others say to everybody is not counted.
    guard words.count == 4, words[0].first == "h", let due = Int64(words[2]) else { return }
    seen[place].append(message)
    passages.append(Passage(due: due, seen: now))
    if seen[place].count.isMultiple(of: 32) { client.acknowledge() }
  }

  private func look() {
    let now = now
    guard now >= nextLook else { return }
    nextLook = now + Self.looksEvery
    peakMemory = max(peakMemory, ProcessMemory(of: server.process.pid).resident)
  }
}
