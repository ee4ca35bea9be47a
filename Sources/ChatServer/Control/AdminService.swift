import ChatCore
import ChatNet
import ChatStore
import Dispatch

/// Carries out the operator's commands, whichever face they come from.
///
/// Its methods are called on the server's control queue; answers come there too.
final class AdminService: @unchecked Sendable {  // What it refers to is safe by itself; it holds no state of its own.
  /// What becomes of a command.
  typealias Completion = @Sendable (Result<AdminAnswer, AdminError>) -> Void

  let queue: DispatchQueue
  let room: RoomQueue
  let gate: ConnectionGate
  let parameters: LiveParameters
  let settings: LiveSettings
  let certificates: CertificateKeeper
  let store: SQLiteStore
  let log: ServerLog
  let directory: DataDirectory
  let address: SocketAddress
  let started = SystemClock.now().uptime
  /// What `stop --in` waits for.
  let delayedStop: DelayedStop
  /// Stops the server; the lines of its last moments go to the closure too, and `done` follows the last one.
  let stop: @Sendable (_ restarts: Bool, _ echo: @escaping @Sendable (String) -> Void) -> Void
  /// Reads that take a while, beside the control queue.
  let readQueue = DispatchQueue(label: "chatctl.control.read")

  init(
    queue: DispatchQueue, room: RoomQueue, gate: ConnectionGate, parameters: LiveParameters, settings: LiveSettings,
    certificates: CertificateKeeper, store: SQLiteStore, log: ServerLog, directory: DataDirectory,
    address: SocketAddress,
    stop: @escaping @Sendable (_ restarts: Bool, _ echo: @escaping @Sendable (String) -> Void) -> Void
  ) {
    self.queue = queue
    self.room = room
    self.gate = gate
    self.parameters = parameters
    self.certificates = certificates
    self.store = store
    self.log = log
    self.settings = settings
    self.directory = directory
    self.address = address
    self.stop = stop
    delayedStop = DelayedStop(on: queue)
    let tell = { (change: LiveParameters.Change) in
      let text = "\(change.text), as nobody confirmed it"
      log.write(.reload, detail: text, console: text, at: SystemClock.now().wall)
    }
    parameters.onReturn = tell
    settings.onReturn = tell
  }

  /// Carries out `command` for `person`. Lines that come before the answer go to `echo`.
  func perform(
    _ command: AdminCommand, by person: Operator, echo: @escaping @Sendable (String) -> Void,
    completion: @escaping Completion
  ) {
    dispatchPrecondition(condition: .onQueue(queue))
    if let text = command.logText {
      log.write(adminCommand: text, uid: person.uid, pid: person.pid, at: SystemClock.now().wall)
    }
    switch command {
    case .get(let key, let voice):
      completion(.success(get(key, voice)))
    case .set(.setting(let setting), _, _, _) where setting.isForOwner && !person.isOwner:
      completion(.failure(.forOwner(setting)))
    case .set(let key, let value, let keeping, let voice):
      completion(Result { () throws(AdminError) in try set(key, to: value, keeping: keeping, voice) })
    case .confirm:
      completion(Result { () throws(AdminError) in try confirm(isOwner: person.isOwner) })
    case .reload:
      completion(Result { () throws(AdminError) in try reload() })
    case .online(let voice):
      look(completion) { engine, _ in Self.answer(online: engine.room.onlineUsers, voice) }
    case .blocked(let voice):
      look(completion) { engine, _ in Self.answer(blocked: engine.room.blockedUsers(engine.turn), voice) }
    case .users(_, isNamesOnly: true):
      look(completion) { engine, _ in Self.answer(names: engine.room.allUsers.map(\.account.name.text)) }
    case .users(let voice, isNamesOnly: false):
      listUsers(voice, completion)
    case .status:
      look(completion) { [self] engine, now in
        let status = status(of: engine, at: now)
        return AdminAnswer(status.lines, status.json)
      }
    case .metrics:
      look(completion) { [self] engine, now in
        let status = status(of: engine, at: now)
        return AdminAnswer(status.metrics, status.json)
      }
    case .kick(let name, let reason):
      change(completion, "\"\(name)\" was put out.") { (room, turn) throws(AdminError) in
        try room.kick(name, reason: reason, turn: &turn)
        return []
      }
    case .unblock(let name, let address):
      change(completion, "\"\(name)\" can log in again.") { (room, turn) throws(AdminError) in
        [try room.unblock(name, on: address, turn: turn)]
      }
    case .announce(let text):
      announce(text, completion)
    case .passwd(let name, let password):
      withVerifier(of: password, completion) { [self] verifier in
        change(completion, "\"\(name)\" has a new password.") { (room, turn) throws(AdminError) in
          [try room.changingPassword(of: name, to: verifier, turn: &turn)]
        }
      }
    case .adduser(let name, let password):
      withVerifier(of: password, completion) { [self] verifier in
        change(completion, "\"\(name)\" was added.") { (room, turn) throws(AdminError) in
          [try room.adding(name, verifier, turn: turn)]
        }
      }
    case .deluser(let name):
      change(completion, "\"\(name)\" was deleted.") { (room, turn) throws(AdminError) in
        [try room.deleting(name, turn: turn)]
      }
    case .ban(let target, let seconds, let reason):
      ban(target, seconds: seconds, reason: reason, completion)
    case .unban(let name):
      unban(name, completion)
    case .bans:
      look(completion) { engine, now in Self.answer(engine.room.allBans(at: now), name: engine.room.name(of:)) }
    case .invite(let names, let uses, let seconds):
      invite(names, uses: uses, seconds: seconds, completion)
    case .invitations:
      look(completion) { engine, now in Self.answer(engine.room.allInvitations(at: now)) }
    case .endInvitations(let id):
      change(completion, id == nil ? "No invitation holds any more." : "The invitation holds no more.") {
        (room, turn) throws(AdminError) in
        try room.endingInvitations(id, turn: turn)
      }
    case .stop(let delay, let restart):
      stopServer(after: delay, restarts: restart, echo: echo, completion: completion)
    case .cancelStop:
      cancelStop(completion: completion)
    case .help(let lines):
      completion(.success(AdminAnswer(lines, .object([("help", .array(lines.map { .string($0) }))]))))
    }
  }
}
