import ChatCore
import ChatSystem

/// Drives an `Engine` as the server does, with everything in memory and nothing happening by itself: commits, page reads,
/// drains and password checks come when the test says so, or at once while `isPrompt` is set.
///
/// Passwords are not hashed here: a verifier holds the password itself.
public struct RoomHarness: Sendable {
  /// The engine under test.
  var engine: Engine
  /// Its room.
  public var room: Room { engine.room }
  /// A turn that would be taken now.
  public var currentTurn: Turn {
    var engine = engine
    engine.note(clock.now)
    return engine.turn
  }
  /// Whether people know that the disk does not answer.
  public var isDiskSilent: Bool { engine.isDiskSilent }
  /// What is on disk.
  public internal(set) var store: MemoryStore
  /// The time.
  public var clock = ManualClock()
  /// Whether commits, page reads and drains follow at once.
  public var isPrompt = true
  /// Whether password checks wait for `answerPassword`.
  public var holdsPasswords = false
  /// What the command of `check-password` knows.
  public var passwordsElsewhere: [String: String] = [:]
  /// Why that command can't tell; nil when it can.
  public var commandTrouble: String?
  /// What every session was sent.
  public internal(set) var inboxes: [SessionID: Inbox] = [:]
  /// Everything the room wanted logged.
  public internal(set) var logged: [ServerEvent] = []
  /// The bytes of files that are in the depot.
  public internal(set) var depot: Set<FileID> = []
  /// Uploads that the room let begin, by session and transfer.
  public internal(set) var uploads: [SessionID: [TransferID: FileID]] = [:]
  /// Uploads of lost connections, which the depot keeps.
  public internal(set) var parked: Set<FileID> = []
  /// Where the last download of each file began.
  public internal(set) var offsets: [FileID: Int64] = [:]
  /// So many bytes of every parked upload have come.
  public static let parkedBytes: Int64 = 2
  /// Downloads that the room let begin, by session and transfer.
  public internal(set) var downloads: [SessionID: [TransferID: FileID]] = [:]
  /// Page reads that were asked for and not answered yet.
  public internal(set) var pendingPages: [PageRead] = []
  /// Readings of the past that were asked for and not answered yet.
  public internal(set) var pendingPasts: [(session: SessionID, query: PastQuery)] = []
  /// Sessions that are told when they have taken everything, in the order in which that was asked for.
  public internal(set) var pendingDrains: [SessionID] = []
  /// Live sessions that took too little; the room has not heard of it yet.
  public internal(set) var pendingLags: [(session: SessionID, after: EntryID)] = []
  /// Password checks and hashes that were asked for and not answered yet.
  public internal(set) var pendingPasswords: [PasswordWork] = []
  /// Passwords that are to be hashed anew.
  public internal(set) var pendingRehashes: [Rehash] = []
  /// The batch that the disk is writing now.
  var committing: LogBatch?
  /// How many inputs are being taken: one that is taken while another is carried out is part of that turn.
  var depth = 0
  /// Every entry that got an id, with the number of the stretch it was made in: each failed commit and each crash begins
  /// a new stretch, and takes back what was not on disk.
  public internal(set) var history: [(stretch: Int, record: LogRecord)] = []
  var stretch = 0
  /// What the room was started with, and what it is started with after the next crash.
  public var settings: Settings
  /// For how long sessions are not read because their people write too fast, in nanoseconds; the last word on each.
  public internal(set) var slowedDown: [SessionID: Int64] = [:]
  /// Why the last connection was refused.
  public internal(set) var refusal: Refusal?
  /// The sessions that take what goes to everyone, in growing order.
  var live: [SessionID] = []

  private let secrets: Secrets
  private var lastSession: UInt64 = 0
  private var lastNumber: UInt64 = 0

  /// A page that a session waits for.
  public struct PageRead: Hashable, Sendable {
    /// Who waits.
    public let session: SessionID
    /// Whose mail is read.
    public let account: AccountID
    /// The page begins after this entry.
    public let after: EntryID
    /// And goes no further than this one.
    public let through: EntryID
  }

  /// Work of the password queue.
  public enum PasswordWork: Hashable, Sendable {
    /// Compare a password.
    case check(SessionID, password: String, against: PasswordVerifier)
    /// Have the command say whether a password is right.
    case ask(SessionID, PasswordCommand, name: String, password: String)
    /// Hash a new one.
    case hash(SessionID, password: String)
    /// Compare a password, and hash another one.
    case replace(SessionID, old: String, new: String, against: PasswordVerifier)

    /// Who waits.
    public var session: SessionID {
      switch self {
      case .check(let session, _, _), .ask(let session, _, _, _), .hash(let session, _), .replace(let session, _, _, _):
        session
      }
    }
  }

  /// A password that is to be hashed anew.
  public struct Rehash: Hashable, Sendable {
    /// Whose.
    public let account: AccountID
    /// The password.
    public let password: String
    /// What it was checked against.
    public let replacing: PasswordVerifier
  }

  /// A room on what `store` holds.
  public init(
    parameters: Parameters = Parameters(), settings: Settings = Settings(), store: MemoryStore = MemoryStore()
  ) {
    self.store = store
    self.settings = settings
    secrets = Self.makeSecrets()
    engine = Self.engine(
      on: &self.store, parameters: parameters, settings: settings, secrets: secrets, at: clock.now)
  }

  /// An engine on what `store` holds; its first block of ids is committed before it is used.
  private static func engine(
    on store: inout MemoryStore, parameters: Parameters, settings: Settings, secrets: Secrets, at now: Moment
  ) -> Engine {
    let state = store.stateWithMail
    var ids = EntryIDAllocator(after: state.idBound)
    if let bound = ids.boundToCommit() {
      var batch = LogBatch()
      batch.idBound = bound
      store.commit(batch)
      ids.grant(bound)
    }
    return Engine(
      state, parameters: parameters, settings: settings, ids: ids, secrets: secrets, at: now)
  }

  /// Numbers for tokens, of which none comes twice, whatever crashes in between.
  private static func makeSecrets() -> Secrets {
    let last = Locked<UInt64>(0)
    return Secrets(
      random: { count in
        let number = last.withLock { last -> UInt64 in
          last += 1
          return last
        }
        return withUnsafeBytes(of: number.bigEndian) { [UInt8](repeating: 7, count: count - 8) + $0 }
      }, digest: digest)
  }

  /// The password that `register` gives `name`.
  public static func password(of name: String) -> String {
    "password-of-\(name)"
  }

  /// What stands for the SHA-256 of a token or a code here.
  public static func digest(of token: [UInt8]) -> TokenDigest? {
    TokenDigest(Array((token.map { ~$0 } + Array(repeating: 0, count: TokenDigest.length)).prefix(TokenDigest.length)))
  }

  /// Opens a connection. Nil when the room refused it.
  public mutating func connect(from address: String = "127.0.0.1", run: UInt64 = 1) -> SessionID? {
    lastSession += 1
    let session = SessionID(rawValue: lastSession)
    inboxes[session] = Inbox()
    take(.opened(session, address: address, place: address, peer: address, run: run))
    if refusal != nil {
      inboxes[session]?.isClosed = true
    }
    return refusal == nil ? session : nil
  }

  /// Asks, and gives the last answer to that request so far; nil when there is none yet.
  @discardableResult
  public mutating func ask(_ session: SessionID, _ request: Request, number: UInt64? = nil) -> Reply? {
    let number = number ?? lastNumber + 1
    lastNumber = max(lastNumber, number)
    take(.request(session, number: number, request))
    return inboxes[session]?.reply(to: number)
  }

  /// Registers `name` with the password `password-of-NAME`, over a connection of its own.
  public mutating func register(_ name: String) {
    guard let session = connect(from: "192.0.2.1") else { return }
    ask(session, .register(name: name, password: Self.password(of: name)))
    ask(session, .leave(.quit))
    lose(session)
  }

  /// Connects and logs `name` in. Nil when that did not work.
  public mutating func logIn(_ name: String, from address: String = "127.0.0.1", run: UInt64 = 1) -> SessionID? {
    guard let session = connect(from: address, run: run) else { return nil }
    let reply = ask(session, .logIn(name: name, password: Self.password(of: name)))
    guard case .welcome = reply else { return nil }
    return session
  }

  /// The connection of `session` is gone.
  public mutating func lose(_ session: SessionID) {
    cutOff(session)
    pendingLags.removeAll { $0.session == session }
    pendingDrains.removeAll { $0 == session }
    take(.closed(session))
    uploads[session] = nil
    downloads[session] = nil
  }

  /// Lets time pass and the room do what its time has come for.
  ///
  /// - Returns: when the room wants to be looked at again.
  @discardableResult
  public mutating func pass(_ seconds: Double) -> Uptime? {
    clock.advance(by: seconds)
    take(.time)
    return engine.nextTick
  }

  /// Changes a parameter as `admin set` does.
  public mutating func set(_ parameter: Parameter, to text: String) {
    var parameters = engine.turn.parameters
    precondition(parameters.set(parameter, to: text), "a test sets a parameter to what it can't be")
    take(.parameters(parameters))
  }

  /// Changes settings as `admin set` does.
  public mutating func change(_ body: (inout Settings) -> Void) {
    body(&settings)
    take(.settings(settings))
  }

  /// Stops the room; everybody is told when all that was decided on is answered.
  public mutating func stop(restarts: Bool = false) {
    beginStop(restarts: restarts)
    commit()
  }

  /// From here on nothing more is decided on.
  public mutating func beginStop(restarts: Bool = false) {
    take(.stop(restarts: restarts))
  }

  /// The server is killed and started again: only what is on disk is left, and every connection is gone.
  ///
  /// - Parameter batchArrived: whether the batch that was being written reached the disk; nobody was told.
  public mutating func crash(batchArrived: Bool = false) {
    stretch += 1
    if batchArrived, let committing {
      store.commit(committing)
    }
    for session in inboxes.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
      cutOff(session)
    }
    committing = nil
    pendingPages = []
    pendingDrains = []
    pendingLags = []
    pendingPasswords = []
    pendingRehashes = []
    uploads = [:]
    downloads = [:]
    parked = []
    depot.formIntersection(store.state.files.map(\.id))
    let parameters = engine.turn.parameters
    engine = Self.engine(
      on: &store, parameters: parameters, settings: settings, secrets: secrets, at: clock.now)
  }

  mutating func cutOff(_ session: SessionID) {
    inboxes[session]?.isLive = false
    inboxes[session]?.isClosed = true
    live.removeAll { $0 == session }
  }
}
