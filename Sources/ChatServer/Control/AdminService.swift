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
    if command.isChange {
      log.write(adminCommand: command.logText, uid: person.uid, pid: person.pid, at: SystemClock.now().wall)
    }
    switch command {
    case .set(.setting(let setting), _, _, _) where setting.isForOwner && !person.isOwner:
      completion(.failure(.forOwner(setting)))
    case .get, .set, .confirm, .reload:
      completion(Result { () throws(AdminError) in try changeParameters(command, isOwner: person.isOwner) })
    case .online, .blocked, .users, .status, .metrics:
      look(command, completion: completion)
    case .kick, .unblock, .announce, .passwd, .adduser, .deluser:
      act(command, completion: completion)
    case .ban, .unban, .bans, .invite, .invitations, .endInvitations:
      decideAdmission(command, completion: completion)
    case .stop(let delay, let restart):
      stopServer(after: delay, restarts: restart, echo: echo, completion: completion)
    case .cancelStop:
      cancelStop(completion: completion)
    case .help(let word):
      let lines = AdminTable.help(on: word)
      completion(.success(AdminAnswer(lines, .object([("help", .array(lines.map { .string($0) }))]))))
    }
  }
}
