import ChatCore
import ChatTestSupport
import Testing

/// A room with people in it, as a test writes about it: what a session was sent is read as lines.
@dynamicMemberLookup
final class TestRoom {
  private var harness: RoomHarness
  private var taken: [SessionID: Int] = [:]

  /// A room in which these people are registered; each has the password `password-of-NAME`.
  init(
    _ names: String..., grace: Double = 30, maxFileSize: Int64 = 1 << 30,
    limits change: (inout Settings) -> Void = { _ in }
  ) {
    var settings = Settings()
    change(&settings)
    settings[.resumeGrace] = grace
    settings[.maxFileSize] = Double(maxFileSize)
    harness = RoomHarness(settings: settings)
    for name in names {
      harness.register(name)
    }
  }

  subscript<Value>(dynamicMember path: WritableKeyPath<RoomHarness, Value>) -> Value {
    get { harness[keyPath: path] }
    set { harness[keyPath: path] = newValue }
  }

  subscript<Value>(dynamicMember path: KeyPath<RoomHarness, Value>) -> Value {
    harness[keyPath: path]
  }

  /// Does something to the harness that is said too rarely to have a name here.
  func with<Result>(_ body: (inout RoomHarness) throws -> Result) rethrows -> Result {
    try body(&harness)
  }

  /// Does what the operator asks for.
  func administer(
    _ body: (_ room: inout Room, _ turn: inout Turn) throws -> Proposal?
  ) throws {
    try harness.administer(body)
  }

  // MARK: What people do

  /// Opens a connection.
  func connect(from address: String = "127.0.0.1", run: UInt64 = 1) throws -> SessionID {
    let session = harness.connect(from: address, run: run)
    return try #require(session)
  }

  /// Tries to open a connection and gives the refusal.
  func refusalOfConnection() -> Refusal? {
    // A program of its own: whose run is online already is let in to take over.
    _ = harness.connect(run: .max)
    return harness.refusal
  }

  /// Connects and logs in, which has to work; what that shows counts as read.
  func enter(_ name: String, from address: String = "127.0.0.1", run: UInt64 = 1) throws -> SessionID {
    let session = try #require(enters(name, from: address, run: run), "\(name) could not log in")
    _ = news(session)
    return session
  }

  /// Connects and logs in; nil when that does not work. What that shows is still to be read.
  func enters(_ name: String, from address: String = "127.0.0.1", run: UInt64 = 1) -> SessionID? {
    harness.logIn(name, from: address, run: run)
  }

  /// Asks and gives the answer so far.
  @discardableResult
  func ask(_ session: SessionID, _ request: Request, number: UInt64? = nil) -> Reply? {
    harness.ask(session, request, number: number)
  }

  /// Gives a password for `name`, the right one unless told otherwise.
  func logIn(_ session: SessionID, _ name: String, password: String? = nil) -> Reply? {
    ask(session, .logIn(name: name, password: password ?? RoomHarness.password(of: name)))
  }

  /// Offers a file and sends all of it.
  @discardableResult
  func send(_ name: String, from session: SessionID, to receiver: String, size: Int64 = 10) throws -> Reply? {
    let reply = harness.ask(session, .offerFile(to: receiver, name: name, size: size))
    guard case .uploadAccepted(let transfer, _) = reply else { return reply }
    harness.finishUpload(session, transfer)
    guard
      case .reply(_, let last) = harness.inboxes[session]?.frames.last(where: {
        if case .reply = $0 { true } else { false }
      })
    else { return nil }
    return last
  }

  /// Says goodbye and closes the connection.
  func leave(_ session: SessionID, _ farewell: Farewell = .logout) {
    harness.ask(session, .leave(farewell))
    harness.lose(session)
  }

  /// Cancels the account of somebody who is not online.
  func deregister(_ name: String) throws {
    let session = try connect(from: "192.0.2.2")
    let verified = ask(session, .verifyDeparture(name: name, password: RoomHarness.password(of: name)))
    #expect(verified == .departureVerified(name: name))
    #expect(ask(session, .deregister) == .deregistered(name: name))
    lose(session)
  }

  /// The connection is lost without a word.
  func lose(_ session: SessionID) {
    harness.lose(session)
  }

  /// Lets time pass.
  @discardableResult
  func pass(_ seconds: Double) -> Uptime? {
    harness.pass(seconds)
  }

  /// Acknowledges everything that the session was shown.
  func acknowledge(_ session: SessionID) {
    if let last = harness.inboxes[session]?.messages.last {
      harness.ask(session, .acknowledge(last.id), number: 0)
    }
  }

  // MARK: What they see

  /// What a session was sent since this was asked last, answers left out, a line each.
  func news(_ session: SessionID) -> [String] {
    let events = harness.inboxes[session]?.events ?? []
    defer { taken[session] = events.count }
    return events.dropFirst(taken[session] ?? 0).map(Self.line)
  }

  /// The messages among the news.
  func messages(_ session: SessionID) -> [String] {
    news(session).filter { $0.contains("): ") }
  }

  /// Every announcement that a session was ever sent.
  func announcements(_ session: SessionID) -> [String] {
    (harness.inboxes[session]?.events ?? []).compactMap { if case .announcement(let text) = $0 { text } else { nil } }
  }

  private static func line(_ event: Event) -> String {
    switch event {
    case .message(let message): "\(message.sender.name)(\(message.kind.word)): \(message.body)"
    case .caughtUp: "caught up"
    case .loggedIn(let name): "+ \(name)"
    case .loggedOut(let name): "- \(name)"
    case .announcement(let text): "! \(text)"
    case .timeOutNear(let seconds): "\(seconds) s left"
    case .timedOut(let seconds): "timed out after \(seconds)"
    case .putOut(let reason): "put out: \(reason)"
    case .serverStopping: "stopping"
    case .deliveredTo(let name, let through): "delivered to \(name) through \(through.rawValue)"
    case .messagesGone(let count): "\(count) gone"
    case .transferFailed(let transfer, let reason): "transfer \(transfer.rawValue) failed: \(reason)"
    }
  }
}

extension Reply? {
  /// Why the answer is no; nil when it is something else.
  var refusal: Refusal? {
    if case .refused(let refusal) = self { refusal } else { nil }
  }
}
