import ChatCore
import ChatTestSupport

/// One run of somebody's client program, as the protocol asks it to behave: it numbers its requests, sends what was not
/// answered again when it is back, acknowledges no more than it has shown and drops what it has shown already.
struct ClientProgram {
  /// Where it stands.
  enum Phase: Equatable {
    case offline
    case loggingIn(SessionID)
    case member(SessionID)
    /// Its person was put out or has left.
    case ended
  }

  /// What became of a request, as the program was told.
  struct Claim: Equatable {
    let number: UInt64
    let isDone: Bool
    /// The entry, where the answer named one.
    let entry: EntryID?
  }

  let run: UInt64
  let name: String
  private(set) var phase = Phase.offline
  /// Messages shown, by id; those dropped as shown before count as shown.
  private(set) var shown: Set<EntryID> = []
  /// The last thing it was told of each request.
  private(set) var claims: [UInt64: Claim] = [:]
  /// What it noticed that must not happen.
  private(set) var complaints: [String] = []

  /// Changing requests without an answer, in the order of their numbers.
  private var pending: [(number: UInt64, request: Request)] = []
  /// What the disk refused and may be sent again under its number.
  private var retries: [(number: UInt64, request: Request)] = []
  private var lastNumber: UInt64 = 0
  private var read = 0
  private var lastID = EntryID.zero
  private var shownRequests: Set<ClientRequestID> = []

  init(run: UInt64, name: String) {
    self.run = run
    self.name = name
  }

  var session: SessionID? {
    switch phase {
    case .loggingIn(let session), .member(let session): session
    case .offline, .ended: nil
    }
  }

  var isMember: Bool {
    if case .member = phase { true } else { false }
  }

  /// Whether an answer is still to come.
  var awaitsAnswer: Bool {
    !pending.isEmpty
  }

  mutating func connect(to room: inout RoomHarness) {
    guard phase == .offline, let session = room.connect(run: run) else { return }
    phase = .loggingIn(session)
    read = 0
    lastID = .zero
    lastNumber += 1
    room.ask(session, .logIn(name: name, password: RoomHarness.password(of: name)), number: lastNumber)
  }

  /// Sends a request that changes something. No more than the window allows go unanswered.
  mutating func send(_ request: Request, to room: inout RoomHarness) {
    guard case .member(let session) = phase, pending.count < Int(RunProgress.window) else { return }
    lastNumber += 1
    pending.append((lastNumber, request))
    retries = []
    room.ask(session, request, number: lastNumber)
  }

  /// Sends again what the disk refused, under its numbers: in their order, before anything new and only while nothing
  /// later was taken.
  mutating func retry(to room: inout RoomHarness) {
    guard case .member(let session) = phase, pending.isEmpty else { return }
    let taken = claims.values.lazy.filter(\.isDone).map(\.number).max() ?? 0
    pending = retries.filter { $0.number > taken }.sorted { $0.number < $1.number }
    retries = []
    for (number, request) in pending {
      claims[number] = nil
      room.ask(session, request, number: number)
    }
  }

  mutating func acknowledge(to room: inout RoomHarness) {
    guard case .member(let session) = phase, lastID > .zero else { return }
    room.ask(session, .acknowledge(lastID), number: 0)
  }

  mutating func leave(_ room: inout RoomHarness) {
    guard let session else { return }
    lastNumber += 1
    room.ask(session, .leave(.quit), number: lastNumber)
  }

  /// The connection breaks; what was on its way is lost.
  mutating func loseConnection(_ room: inout RoomHarness) {
    guard let session else { return }
    room.lose(session)
    phase = .offline
  }

  /// Reads what has come, at most `limit` frames of it.
  mutating func read(_ limit: Int, from room: inout RoomHarness) {
    guard let session, let inbox = room.inboxes[session] else { return }
    for frame in inbox.frames.dropFirst(read).prefix(limit) {
      read += 1
      switch frame {
      case .reply(let number, let reply): take(reply, to: number, from: &room)
      case .event(.message(let message)): show(message)
      case .event(.timedOut), .event(.putOut), .event(.serverStopping): phase = .ended
      case .event: break
      }
      guard self.session == session else { break }
    }
    if inbox.isClosed, read == inbox.frames.count || self.session != session {
      room.lose(session)
      if phase != .ended {
        phase = .offline
      }
    }
  }

  private mutating func take(_ reply: Reply, to number: UInt64, from room: inout RoomHarness) {
    switch (phase, reply) {
    case (.loggingIn(let session), .welcome):
      phase = .member(session)
      for (number, request) in pending {
        room.ask(session, request, number: number)
      }
    case (.loggingIn(let session), .refused):
      room.lose(session)
      phase = .offline
    case (_, .goodbye):
      phase = .ended
    default:
      guard let index = pending.firstIndex(where: { $0.number == number }) else {
        complaints.append("an answer to \(number) that nobody waits for: \(reply)")
        return
      }
      let answered = pending.remove(at: index)
      note(reply, to: answered)
    }
  }

  private mutating func note(_ reply: Reply, to answered: (number: UInt64, request: Request)) {
    switch reply {
    case .stored(let id), .storedForLater(let id, _):
      claims[answered.number] = Claim(number: answered.number, isDone: true, entry: id)
    case .blocked, .unblocked, .doneBefore:
      claims[answered.number] = Claim(number: answered.number, isDone: true, entry: nil)
    case .refused(let refusal):
      claims[answered.number] = Claim(number: answered.number, isDone: false, entry: nil)
      if refusal == .readOnly || refusal == .notStored {
        retries.append(answered)
      }
    default:
      complaints.append("a strange answer to \(answered.request): \(reply)")
    }
  }

  private mutating func show(_ message: DeliveredMessage) {
    if message.id <= lastID {
      complaints.append("\(message.id.rawValue) came after \(lastID.rawValue)")
    }
    lastID = message.id
    guard let request = message.request else {
      complaints.append("\(message.id.rawValue) has no number")
      return
    }
    if shownRequests.insert(request).inserted, shown.contains(message.id) {
      complaints.append("\(message.id.rawValue) was shown twice")
    }
    shown.insert(message.id)
  }
}
