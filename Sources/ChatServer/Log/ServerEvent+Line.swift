import ChatCore

// How each event stands in the server log, and on the console of whoever runs the server.
extension ServerEvent {
  /// The event as a line of the log.
  func line(at time: WallTime) -> LogLine {
    var line = LogLine(name, level: level, at: time)
    switch self {
    case .connected(let address), .disconnected(let address):
      line.add("address", address)
    case .refusedFull(let address, let maxCon):
      line.add("address", address)
      line.add("maxCon", Int64(maxCon))
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
    case .registered(let user, let address), .deregistered(let user, let address):
      line.addPerson(user, address)
    case .command(let user, let name, let target):
      line.add("user", user)
      line.add("command", name)
      if let target {
        line.add("target", target)
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
    case .readOnly, .writable:
      break
    }
    return line
  }

  /// What the console shows of it; nil for what would only be noise there.
  var consoleText: String? {
    switch self {
    case .connected(let address): "a connection from \(address) was opened"
    case .disconnected(let address): "a connection from \(address) was closed before a log-in"
    case .refusedFull(let address, let maxCon): "a connection from \(address) was refused: \(maxCon) are online"
    case .loggedIn(let user, let address, false): "\"\(user)\" has logged in from \(address)"
    case .loggedIn(let user, let address, true): "\"\(user)\" is back from \(address)"
    case .logInFailed(let user, let address, _): "wrong password for \"\(user)\" from \(address)"
    case .logInBlocked(let user, let address, let seconds):
      "\"\(user)\" is blocked on \(address) for \(Parameters.text(ofSeconds: seconds)) seconds"
    case .loggedOut(let user, _, let reason): "\"\(user)\" has logged out (\(reason.word))"
    case .connectionLost(let user, let address, let grace):
      "the connection of \"\(user)\" from \(address) is lost; waiting \(Parameters.text(ofSeconds: grace)) seconds"
    case .registered(let user, let address): "\"\(user)\" was registered from \(address)"
    case .deregistered(let user, let address): "\"\(user)\" was de-registered from \(address)"
    case .command(let user, let name, let target):
      "\"\(user)\" used \(name)" + (target.map { " for \"\($0)\"" } ?? "")
    case .commandsLeftOut(let user, let count): "\"\(user)\" used \(count) more commands"
    case .fileStored(let user, let recipient, let file, let size):
      "\"\(user)\" sent \"\(file)\" (\(size) bytes) to \"\(recipient)\""
    case .fileFetched(let user, let sender, let file): "\"\(user)\" fetched \"\(file)\" from \"\(sender)\""
    case .fileDeclined(let user, let sender, let file): "\"\(user)\" declined \"\(file)\" from \"\(sender)\""
    case .transferFailed(let user, let reason): "a transfer of \"\(user)\" failed: \(reason)"
    case .readOnly: "the disk is full: nothing new is stored until there is room again"
    case .writable: "there is room on the disk again"
    }
  }

  private var name: String {
    switch self {
    case .connected: "connect"
    case .disconnected: "disconnect"
    case .refusedFull: "refused-full"
    case .loggedIn: "log-in"
    case .logInFailed: "log-in-failed"
    case .logInBlocked: "log-in-blocked"
    case .loggedOut: "log-out"
    case .connectionLost: "connection-lost"
    case .registered: "register"
    case .deregistered: "de-register"
    case .command: "command"
    case .commandsLeftOut: "commands-left-out"
    case .fileStored: "file-stored"
    case .fileFetched: "file-fetched"
    case .fileDeclined: "file-declined"
    case .transferFailed: "transfer-failed"
    case .readOnly: "read-only"
    case .writable: "writable"
    }
  }

  private var level: LogLine.Level {
    switch self {
    case .logInFailed, .logInBlocked, .refusedFull, .transferFailed: .warning
    case .readOnly: .error
    default: .info
    }
  }
}

extension ServerEvent.LogOutReason {
  fileprivate var word: String {
    switch self {
    case .farewell(.logout): "logout"
    case .farewell(.quit): "quit"
    case .farewell(.windowClosed): "window closed"
    case .timedOut: "time out"
    case .lost: "connection lost"
    case .serverStopped: "server stopped"
    case .kicked: "kicked"
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
