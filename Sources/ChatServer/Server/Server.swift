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

  private let control = DispatchQueue(label: "chatctl.control")
  private let options: ServerOptions
  private let console: Console
  private let directory: DataDirectory
  private let lock: DirectoryLock
  private let store: SQLiteStore
  private let log: ServerLog
  private let parts: ServerParts
  private let listener: Listener
  private let onEnd: @Sendable (Int32) -> Void
  private var isStopping = false

  /// How long connections may take to read the server's last words, in seconds.
  private static let farewellTime = 3.0

  /// Takes the data directory, reads what is in it, and listens. Connections are accepted from `start` on.
  ///
  /// - Parameter onEnd: called once, on a queue of the server's, with the exit code, when the server has stopped.
  /// - Throws: `ServerError`.
  public init(
    _ options: ServerOptions, console: Console, onEnd: @escaping @Sendable (Int32) -> Void
  ) throws(ServerError) {
    self.options = options
    self.console = console
    self.onEnd = onEnd
    directory = DataDirectory(path: options.dataDirectory)
    lock = try Self.lock(directory)
    try OriginalImport.runIfNeeded(directory, cost: options.passwordCost, console: console)
    let parameters = try Self.parameters(in: directory)
    do throws(StoreError) {
      store = try SQLiteStore(path: directory.store)
    } catch {
      throw .store(error)
    }
    log = ServerLog(directory: directory.logs, settings: options.log, console: console)
    let failure = FatalFailure()
    parts = try ServerParts(
      options: options, parameters: parameters, storage: store, depotPath: directory.files, log: log,
      onFatalError: { failure.report($0) })
    (listener, address) = try Self.listen(options, shards: parts.shards, queue: control, log: log)
    do throws(DirectoryLock.Failure) {
      try lock.note(port: address.port)
    } catch {
      throw .lock(error)
    }
    failure.deliver { [unowned self] in fail($0) }
  }

  /// Begins to accept, and prints where. Once.
  public func start() {
    console.say("Server is running now...")
    console.say("Server is listening for connections now... \(address)")
    console.say("The data directory is \(directory.path)")
    log.write(.start, detail: "\(Version.software) on \(address)", at: SystemClock.now().wall)
    listener.start()
  }

  /// Tells everybody, saves everything, and ends with code 0. From any queue; a second call changes nothing.
  public func stop(_ cause: StopCause) {
    control.async { [self] in
      guard !isStopping else { return }
      isStopping = true
      listener.stop()
      parts.room.stopAll { [self] in
        console.say(
          "The server_stop notification has been sent to all the online clients, and they will automatically log out "
            + "right now.")
        waitForConnections(until: .now() + Self.farewellTime) { [self] in
          finish(cause)
        }
      }
    }
  }

  /// Every connection has gone, or its time is over: what is in memory goes to disk, and a copy is put aside.
  private func finish(_ cause: StopCause) {
    parts.room.flush(on: control) { [self] in
      parts.depot.queue.sync {}
      var code: Int32 = 0
      do {
        try StopBackup.make(
          of: store, parameters: parts.room.queue.sync { parts.room.room.parameters }, directory: directory,
          at: SystemClock.now().wall, console: console)
        try store.checkpoint()
        try store.close()
      } catch {
        console.say("The backup could not be made: \(error)")
        log.write(.backupError, detail: String(describing: error), at: SystemClock.now().wall)
        code = EX_IOERR
      }
      console.say("The server is being stopped via \(cause.text).")
      console.say("The server has stopped! Bye!")
      log.write(.stop, detail: cause.text, at: SystemClock.now().wall)
      if log.finish(at: SystemClock.now().wall) != nil {
        console.say("[backup]server log has been saved.")
      }
      onEnd(code)
    }
  }

  private func waitForConnections(until deadline: DispatchTime, then done: @escaping @Sendable () -> Void) {
    parts.shards.countConnections(on: control) { [self] count in
      guard count > 0, DispatchTime.now() < deadline else { return done() }
      control.asyncAfter(deadline: .now() + 0.02) { [self] in
        waitForConnections(until: deadline, then: done)
      }
    }
  }

  /// An fsync failed: whatever is said from here on may be untrue, so nothing is said but this.
  private func fail(_ error: StoreError) {
    control.async { [self] in
      console.say("The server stops at once: the disk does not keep what is written to it (\(error)).")
      log.write(.syncError, detail: String(describing: error), at: SystemClock.now().wall)
      _ = log.finish(at: SystemClock.now().wall)
      onEnd(EX_IOERR)
    }
  }

  /// Reads para.txt again; a line that is wrong is told, and the old values stay. From any queue.
  public func reload() {
    control.async { [self] in
      let now = SystemClock.now().wall
      do throws(ServerError) {
        let parameters = try Self.parameters(in: directory)
        parts.room.perform { room, _ in room.room.change(parameters) }
        log.write(.reload, detail: directory.parameters, console: "para.txt was read again", at: now)
      } catch {
        log.write(.reloadError, detail: error.description, console: error.description, at: now)
      }
    }
  }

  private static func lock(_ directory: DataDirectory) throws(ServerError) -> DirectoryLock {
    do throws(FileError) {
      try directory.create()
    } catch {
      throw .file(error)
    }
    do throws(DirectoryLock.Failure) {
      return try DirectoryLock(directory)
    } catch {
      throw .lock(error)
    }
  }

  private static func parameters(in directory: DataDirectory) throws(ServerError) -> Parameters {
    do throws(ParameterFile.Failure) {
      return try ParameterFile.read(from: directory.parameters).parameters
    } catch {
      throw .parameters(error)
    }
  }

  private static func listen(
    _ options: ServerOptions, shards: ShardDirectory, queue: DispatchQueue, log: ServerLog
  ) throws(ServerError) -> (Listener, SocketAddress) {
    var host: SocketAddress?
    if let text = options.listen {
      guard let address = SocketAddress(host: text, port: options.port) else { throw .badAddress(text) }
      host = address
    }
    let distributor = Distributor(shards: shards)
    do throws(NetError) {
      let listener = try Listener(
        host: host, port: options.port, queue: queue,
        onAccept: { distributor.take($0, from: $1) },
        onTrouble: {
          log.write(.acceptError, detail: $0.description, console: $0.description, at: SystemClock.now().wall)
        })
      return (listener, listener.address)
    } catch {
      throw .listening(error)
    }
  }
}
