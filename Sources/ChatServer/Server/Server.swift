import ChatCore
import ChatNet
import ChatStore
import ChatSystem
import Dispatch
import Glibc

/// A running server: what `chatctl serve` starts and stops.
public final class Server: @unchecked Sendable {  // `control` protects what changes after init.
  /// Where it listens.
  public let address: SocketAddress

  let control = DispatchQueue(label: "chatctl.control")
  let serviceManager: ServiceManager?
  let console: Console
  let directory: DataDirectory
  let store: SQLiteStore
  let log: ServerLog
  let parts: ServerParts
  let backups: AutomaticBackups
  let parameters: LiveParameters
  let settings: LiveSettings
  let certificates: CertificateKeeper
  let listener: Listener
  let onEnd: @Sendable (Int32) -> Void
  /// Belongs to `control`.
  var state = State.ready

  private let adminGroup: AdminGroup?
  private let lock: DirectoryLock
  /// True when no server has started here before. One that could not listen has logged nothing.
  private let isFirstStart: Bool
  private let rereading: Reload
  private var heap = HeapKeeper()

  /// How far a server is, and what there is of it then.
  enum State {
    /// It listens, and accepts nobody yet.
    case ready
    /// It serves people and the operator.
    case running(Running)
    /// It ends; those who asked for that are told the last lines.
    case stopping(Running?, echoes: [@Sendable (String) -> Void])
  }

  /// The parts of a server that has started.
  struct Running {
    /// The service of the operator's commands.
    let service: AdminService
    let socket: ControlSocket
    /// They look at files and memory, and tell the service manager that all is well.
    let timers: [any DispatchSourceTimer]
  }

  /// How often para.txt, and the memory, are looked at, in seconds.
  private static let watchInterval = 1.0

  /// Takes the data directory of `layers`, reads what is in it, and listens. Connections are accepted from `start` on.
  ///
  /// - Parameter serviceManager: who started the server and wants to know how it is; nil for nobody.
  /// - Parameter onEnd: called once, on a queue of the server's, with the exit code, when the server has stopped.
  public init(
    _ layers: SettingLayers, serviceManager: ServiceManager? = nil, console: Console,
    onEnd: @escaping @Sendable (Int32) -> Void
  ) throws(ServerError) {
    self.serviceManager = serviceManager
    self.console = console
    self.onEnd = onEnd
    directory = layers.directory
    lock = try Self.lock(layers.directory)
    if let notice = lock.notice { console.say("Warning: \(notice)") }
    let news = try rethrow(RestoreRecovery.run(in: layers.directory, lock: lock), as: ServerError.file)
    if let news { console.say(news) }
    var layers = layers
    try rethrow(layers.read(), as: ServerError.settings)
    let settings = layers.settings
    adminGroup = try AdminGroup(settings)
    try adminGroup?.admit(to: directory)
    try rethrow(PasswordJudge.require(settings), as: ServerError.file)
    for path in [directory.path, directory.files, directory.tls] {
      AtomicFile.sweep(path)
    }
    try OriginalImport.runIfNeeded(directory, cost: settings.passwordCost, console: console)
    let shards = ShardDirectory()
    do throws(ParameterFile.Failure) {
      parameters = try LiveParameters(path: directory.parameters, queue: control) {
        shards.room?.submit(.parameters($0))
      }
    } catch {
      throw .parameters(error)
    }
    certificates = try rethrow(
      CertificateKeeper(TransportSecurity(settings), in: layers.directory), as: ServerError.certificate)
    store = try directory.openStore(console: console)
    isFirstStart = LogFiles(directory: directory.logs).areEmpty
    log = ServerLog(directory: directory.logs, settings: LogSettings(settings), console: console)
    backups = AutomaticBackups(store: store, directory: directory, log: log)
    parts = try ServerParts(
      settings: settings, parameters: parameters.current, storage: store, depotPath: directory.files, log: log,
      shards: shards)
    self.settings = LiveSettings(layers, queue: control) { [parts, log, backups, certificates, directory] old, new in
      parts.change(new)
      if LogSettings(new) != LogSettings(old) { log.change(LogSettings(new)) }
      if new[.backupEvery] != old[.backupEvery] { backups.start(every: new[.backupEvery], for: parts.room) }
      if certificates.change(TransportSecurity(new), in: directory) { _ = Reload.read(certificates, log: log) }
    }
    rereading = Reload(parameters, self.settings, certificates, log: log)
    do throws(ServerError) {
      (listener, address) = try Self.listen(settings, parts, certificates, queue: control, log: log)
    } catch {
      throw error.naming(layers)
    }
    try rethrow(lock.note(port: address.port), as: ServerError.lock)
    parts.room.onFatalError { [unowned self] in fail($0) }
  }

  /// Begins to accept, and prints where. Once.
  ///
  /// - Parameters:
  ///   - words: how commands for this server are typed.
  ///   - isInteractive: whether a person at standard input steers it from there.
  /// - Throws: `ServerError.system` when the control socket can't be had; nothing is accepted.
  public func start(_ words: CommandWords = CommandWords(), isInteractive: Bool = false) throws(ServerError) {
    let service = AdminService(
      queue: control, room: parts.room, gate: parts.gate, parameters: parameters, settings: settings,
      certificates: certificates, store: store, log: log, directory: directory, address: address
    ) { [unowned self] restarts, echo in
      stop(.administrator(restarts: restarts), restarts: restarts, echo: echo)
    }
    let socket = try rethrow(
      ControlSocket(path: directory.controlSocket, group: adminGroup, service: service), as: ServerError.system)
    greet(words, isInteractive: isInteractive)
    log.write(.start, detail: "\(Version.software) on \(address)", at: SystemClock.now().wall)
    let timers = [makeWatch()] + (makeHeartbeat().map { [$0] } ?? [])
    control.sync {
      if case .ready = state { state = .running(Running(service: service, socket: socket, timers: timers)) }
    }
    listener.start()
    // Who was online before a crash is waited for from now on, even if nobody comes at all.
    parts.room.submit(.time)
    serviceManager?.tell(.ready(status: "Listening on \(address)"))
    control.async { [self] in backups.start(every: settings.current[.backupEvery], for: parts.room) }
  }

  /// Reads para.txt, the settings and the certificate again; what is wrong there is told, and the old values stay. From any
  /// queue.
  public func reload() {
    control.async { [rereading] in _ = rereading.perform() }
  }

  /// True when standard input is to be left alone. From any queue.
  public var takesNoConsole: Bool {
    control.sync { settings.current[isOn: .noConsole] }
  }

  /// A face of the operator's commands for the standard input of `chatctl serve`: give it lines, one after the other.
  /// Once the server has started; from any queue.
  ///
  /// - Parameter send: is given the replies, on a queue of the server's.
  public func makeConsole(
    isInteractive: Bool, send: @escaping @Sendable (ControlReply) -> Void
  ) -> @Sendable (ControlRequest) -> Void {
    guard let service = control.sync(execute: { running?.service }) else { return { _ in } }
    let face = AdminFace(
      service, person: Operator(uid: geteuid(), pid: getpid()), isInteractive: isInteractive, isElsewhere: false,
      send: send)
    return { request in
      service.queue.async { face.take(request) }
    }
  }

  private func greet(_ words: CommandWords, isInteractive: Bool) {
    let certificate = certificates.certificate
    let greeting = Greeting(
      address: address, fingerprint: certificate.map { "\($0.fingerprint)" }, directory: directory,
      machineName: HostName.forOthers, machineAddress: SocketAddress.outward?.host, words: words,
      registration: settings.current.registration, isFirst: isFirstStart, isInteractive: isInteractive)
    for line in greeting.lines { console.say(line) }
    if let certificate { CertificateKeeper.tell(of: certificate, in: log) }
  }

  /// Begins the look at files and memory, once a second.
  private func makeWatch() -> any DispatchSourceTimer {
    control.timer(every: Self.watchInterval, leeway: .milliseconds(200)) { [unowned self] in
      rereading.performIfEdited()
      heap.look()
    }
  }

  /// A sign of life for the service manager goes through the control queue and the room's: when either hangs, it stops.
  private func makeHeartbeat() -> (any DispatchSourceTimer)? {
    guard let manager = serviceManager, let interval = manager.watchdogInterval else { return nil }
    return control.timer(after: 0, every: interval) { [parts] in
      parts.room.queue.async { manager.tell(.alive) }
    }
  }

  private static func lock(_ directory: DataDirectory) throws(ServerError) -> DirectoryLock {
    let lock = try rethrow(DirectoryLock(directory), as: ServerError.lock)
    try rethrow(directory.create(), as: ServerError.file)
    return lock
  }

  private static func listen(
    _ settings: Settings, _ parts: ServerParts, _ certificates: CertificateKeeper, queue: DispatchQueue,
    log: ServerLog
  ) throws(ServerError) -> (Listener, SocketAddress) {
    let port = UInt16(settings[.port])
    let host = try settings.listeningAddress(port: port)
    let distributor = Distributor(shards: parts.shards, gate: parts.gate, certificates: certificates)
    do throws(NetError) {
      let listener = try Listener(
        host: host, port: port, queue: queue,
        onAccept: { distributor.take($0, from: $1) },
        onTurnAway: { distributor.turnAway($0, from: $1) },
        onTrouble: {
          log.write(.acceptError, detail: $0.description, console: $0.description, at: SystemClock.now().wall)
        })
      return (listener, listener.address)
    } catch {
      throw .listening(error)
    }
  }
}

/// Gives memory back to the system after a burst, in the first calm moment. Asked once a second; on one queue.
struct HeapKeeper {
  /// Where the process takes less than this part of its processors, nobody notices.
  private static let calmShare = 0.05

  private var usage = ProcessorUsage()
  private var wasBusy = true

  /// Looks whether such a moment has come.
  mutating func look() {
    guard usage.shareSinceLastTime() < Self.calmShare else {
      wasBusy = true
      return
    }
    guard wasBusy else { return }
    wasBusy = false
    HeapMemory.giveBack()
  }
}
