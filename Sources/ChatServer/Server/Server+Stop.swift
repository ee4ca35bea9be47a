import ChatCore
import ChatStore
import Dispatch
import Glibc

// The end of a server: the original's sequence, each line when what it claims is so.
extension Server {
  /// How long connections may take to read the server's last words, in seconds.
  private static let farewellTime = 3.0

  /// Answers everybody, tells them, saves everything, and ends with the exit code of `cause`. From any queue; a second call
  /// changes nothing, but its `echo` is told the lines that are still to come.
  public func stop(
    _ cause: StopCause, restarts: Bool = false, echo: (@Sendable (String) -> Void)? = nil
  ) {
    control.async { [self] in
      let running = running
      var echoes = echo.map { [$0] } ?? []
      if case .stopping(_, let earlier) = state {
        state = .stopping(running, echoes: earlier + echoes)
        return
      }
      // Whoever waits for a later stop waits for this one.
      if let waiting = running?.service.delayedStop.take() { echoes.append(waiting.echo) }
      state = .stopping(running, echoes: echoes)
      serviceManager?.tell(.stopping(status: "Saving everything"))
      listener.stop()
      parts.room.stopAll(restarts: restarts, on: control) { [self] in
        log.drain()
        say(
          "The server_stop notification has been sent to all the online clients, and they will automatically log out "
            + "right now.")
        parts.shards.whenEmpty(within: Self.farewellTime, on: control) { [self] in finish(cause) }
      }
    }
  }

  /// What there is of a server that has started. On the control queue.
  var running: Running? {
    switch state {
    case .ready: nil
    case .running(let running): running
    case .stopping(let running, _): running
    }
  }

  /// An fsync failed: whatever is said from here on may be untrue, so nothing is said but this. From any queue.
  func fail(_ error: StoreError) {
    control.async { [self] in
      console.say("The server stops at once: the disk does not keep what is written to it (\(error)).")
      log.write(.syncError, detail: String(describing: error), at: SystemClock.now().wall)
      _ = log.finish(at: SystemClock.now().wall)
      parts.room.passwords.endCommands()
      onEnd(EX_IOERR)
    }
  }

  /// Every connection has gone, or its time is over: what is in memory goes to disk, and a copy is put aside.
  private func finish(_ cause: StopCause) {
    parts.room.passwords.endCommands()
    parts.room.flush(on: control) { [self] in
      parts.depot.queue.sync {}
      parts.room.parts.journal.stop()
      log.drain()
      // A backup that is being made at this moment has its time: what is half-made would be of no use.
      backups.end()
      let isBackedUp = backUp()
      let isClosed = closeStore()
      let code = isBackedUp && isClosed ? cause.exitCode : EX_IOERR
      say("The server is being stopped via \(cause.text).")
      say("The server has stopped! Bye!")
      log.write(.stop, detail: cause.text, at: SystemClock.now().wall)
      if log.finish(at: SystemClock.now().wall) != nil {
        say("[backup]server log has been saved.")
      }
      guard let socket = running?.socket else { return onEnd(code) }
      socket.stop { [onEnd] in onEnd(code) }
    }
  }

  /// Makes the last backup; false when that fails. The store is used by nobody else any more.
  private func backUp() -> Bool {
    do throws(BackupError) {
      try backups.makeLast(parameters: parameters.current, say: say)
      return true
    } catch {
      say("The backup could not be made: \(error)")
      log.write(.backupError, detail: error.description, at: SystemClock.now().wall)
      return false
    }
  }

  private func closeStore() -> Bool {
    do throws(StoreError) {
      try store.checkpoint()
      try store.close()
      return true
    } catch {
      say("The store could not be closed: \(error). Nothing is lost, the next start mends it.")
      log.write(.storeError, detail: error.description, at: SystemClock.now().wall)
      return false
    }
  }

  /// Prints a line here and in the shells that asked for the stop. On the control queue.
  private func say(_ line: String) {
    dispatchPrecondition(condition: .onQueue(control))
    console.say(line)
    guard case .stopping(_, let echoes) = state else { return }
    for echo in echoes { echo(line) }
  }
}

/// Why the server stops, in the words of its last lines.
public enum StopCause: Hashable, Sendable {
  /// SIGINT.
  case interrupt
  /// Another signal, by its name: `SIGTERM`.
  case signal(String)
  /// The operator's `stop`; `restarts` is its `--restart`.
  case administrator(restarts: Bool)

  /// The words that follow `The server is being stopped via`.
  public var text: String {
    switch self {
    case .interrupt: "\"Ctrl+C\""
    case .signal(let name): "signal \(name)"
    case .administrator: "administrator operation"
    }
  }

  /// The exit code of a stop after which nothing is missing.
  ///
  /// Who says `stop --restart` asks the service manager for a new start, which has no other way to tell it from `stop`
  /// (RestartForceExitStatus= of its unit). A signal comes from whoever starts the server anew without being asked.
  var exitCode: Int32 {
    self == .administrator(restarts: true) ? EX_TEMPFAIL : 0
  }
}
