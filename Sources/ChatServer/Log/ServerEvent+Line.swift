import ChatCore

// How each event stands in the server log.
extension ServerEvent {
  /// The event as a line of the log.
  func line(at time: WallTime) -> LogLine {
    var line = LogLine(kind, at: time)
    switch self {
    case .connected(let address), .disconnected(let address):
      line.add("address", address)
    case .connectsLeftOut(let count):
      line.add("count", Int64(count))
    case .refusedFull(let address, let maxCon):
      line.add("address", address)
      line.add("maxCon", Int64(maxCon))
    case .connectionRefused(let address, let reason):
      line.add("address", address)
      line.add("reason", reason.rawValue)
    case .connectionsLeftOut(let reason, let count):
      line.add("reason", reason.rawValue)
      line.add("count", Int64(count))
    case .loggedIn(let user, let address, let resumed):
      line.addPerson(user, address)
      line.add("resumed", resumed ? "yes" : "no")
    case .logInFailed(let user, let address, let triesLeft):
      line.addPerson(user, address)
      line.add("triesLeft", Int64(triesLeft))
    case .logInBlocked(let user, let address, let seconds):
      line.addPerson(user, address)
      line.add("seconds", seconds)
    case .loggedOut(let user, let address, let reason):
      line.addPerson(user, address)
      line.add("reason", reason.word)
    case .connectionLost(let user, let address, let grace):
      line.addPerson(user, address)
      line.add("grace", grace)
    case .registered(let user, let address), .deregistered(let user, let address),
      .passwordChanged(let user, let address):
      line.addPerson(user, address)
    case .logInRefused(let user, let address, let reason):
      if let user {
        line.add("user", user)
      }
      line.add("address", address)
      line.add("reason", reason.word)
      switch reason {
      case .blocked(let seconds), .tooManyFailures(let seconds): line.add("seconds", seconds)
      case .full(let maxCon): line.add("maxCon", Int64(maxCon))
      case .notChecked(let detail): line.add("detail", detail)
      case .unknownName, .credentialsWrong, .alreadyOnline, .banned, .tokenVoid: break
      }
    case .logInsLeftOut(let address, let count):
      line.add("address", address)
      line.add("count", Int64(count))
    case .command(let user, let name, let target, let body):
      line.add("user", user)
      line.add("command", name)
      if let target {
        line.add("target", target)
      }
      if let body {
        line.add("body", body)
      }
    case .commandsLeftOut(let user, let count):
      line.add("user", user)
      line.add("count", Int64(count))
    case .fileStored(let user, let recipient, let file, let size):
      line.add("user", user)
      line.add("recipient", recipient)
      line.add("file", file)
      line.add("size", size)
    case .fileFetched(let user, let sender, let file), .fileDeclined(let user, let sender, let file):
      line.add("user", user)
      line.add("sender", sender)
      line.add("file", file)
    case .transferFailed(let user, let reason):
      line.add("user", user)
      line.add("reason", reason)
    case .readOnly(let trouble):
      line.add("reason", trouble.sentence)
    case .writable, .diskSilent, .diskAnswers:
      break
    }
    return line
  }

  /// The row of the table that the event belongs to.
  var kind: LogEvent {
    switch self {
    case .connected: .connect
    case .disconnected: .disconnect
    case .connectsLeftOut: .connectsLeftOut
    case .refusedFull: .refusedFull
    case .connectionRefused: .connectionRefused
    case .connectionsLeftOut: .connectionsLeftOut
    case .loggedIn: .logIn
    case .logInFailed: .logInFailed
    case .logInBlocked: .logInBlocked
    case .logInRefused: .logInRefused
    case .logInsLeftOut: .logInsLeftOut
    case .loggedOut: .logOut
    case .connectionLost: .connectionLost
    case .registered: .register
    case .deregistered: .deregister
    case .passwordChanged: .passwordChanged
    case .command: .command
    case .commandsLeftOut: .commandsLeftOut
    case .fileStored: .fileStored
    case .fileFetched: .fileFetched
    case .fileDeclined: .fileDeclined
    case .transferFailed: .transferFailed
    case .readOnly: .readOnly
    case .writable: .writable
    case .diskSilent: .diskSilent
    case .diskAnswers: .diskAnswers
    }
  }
}

extension ServerEvent.RefusalReason {
  fileprivate var word: String {
    switch self {
    case .unknownName: "unknown-name"
    case .credentialsWrong: "credentials-wrong"
    case .notChecked: "not-checked"
    case .blocked: "blocked"
    case .alreadyOnline: "already-online"
    case .full: "full"
    case .tooManyFailures: "too-many-failures"
    case .banned: "banned"
    case .tokenVoid: "token-void"
    }
  }
}

extension ServerEvent.LogOutReason {
  var word: String {
    switch self {
    case .farewell(.logout): "logout"
    case .farewell(.quit): "quit"
    case .farewell(.windowClosed): "window closed"
    case .timedOut: "time out"
    case .lost: "connection lost"
    case .serverStopped: "server stopped"
    case .kicked: "kicked"
    case .banned: "banned"
    case .accountGone: "account gone"
    }
  }
}

extension LogLine {
  fileprivate mutating func addPerson(_ user: String, _ address: String) {
    add("user", user)
    add("address", address)
  }
}

/// One line of the server log.
struct LogLine: Sendable {
  private var object = JSONObject()

  /// A line about `event` at `time`; fields follow.
  init(_ event: LogEvent, at time: WallTime) {
    add("time", LocalTime(time).iso8601)
    add("level", event.level.rawValue)
    add("event", event.name)
  }

  mutating func add(_ name: String, _ value: String) {
    object.add(name, value)
  }

  mutating func add(_ name: String, _ value: Int64) {
    object.add(name, value)
  }

  mutating func add(_ name: String, _ value: Double) {
    object.add(name, value)
  }

  /// The line with its end.
  var finished: String {
    object.text + "\n"
  }
}
