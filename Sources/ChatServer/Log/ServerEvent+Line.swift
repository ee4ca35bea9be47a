import ChatCore

// How each event stands in the server log.
extension ServerEvent {
  /// The event as a line of the log.
  func line(at time: WallTime) -> LogLine {
    let (kind, fields) = row
    return LogLine(kind, fields, at: time)
  }

  /// The row of the table that the event belongs to, and what stands in its fields.
  var row: (kind: LogEvent, fields: [(String, LogLine.Value?)]) {
    switch self {
    case .connected(let address): (.connect, [("address", .text(address))])
    case .disconnected(let address): (.disconnect, [("address", .text(address))])
    case .connectsLeftOut(let count): (.connectsLeftOut, [("count", .count(count))])
    case .refusedFull(let address, let maxCon):
      (.refusedFull, [("address", .text(address)), ("maxCon", .count(maxCon))])
    case .connectionRefused(let address, let reason):
      (.connectionRefused, [("address", .text(address)), ("reason", .text(reason.rawValue))])
    case .connectionsLeftOut(let reason, let count):
      (.connectionsLeftOut, [("reason", .text(reason.rawValue)), ("count", .count(count))])
    case .loggedIn(let user, let address, let resumed):
      (.logIn, Self.person(user, address) + [("resumed", .text(resumed ? "yes" : "no"))])
    case .logInFailed(let user, let address, let triesLeft):
      (.logInFailed, Self.person(user, address) + [("triesLeft", .count(triesLeft))])
    case .logInBlocked(let user, let address, let seconds):
      (.logInBlocked, Self.person(user, address) + [("seconds", .seconds(seconds))])
    case .loggedOut(let user, let address, let reason):
      (.logOut, Self.person(user, address) + [("reason", .text(reason.word))])
    case .connectionLost(let user, let address, let grace):
      (.connectionLost, Self.person(user, address) + [("grace", .seconds(grace))])
    case .registered(let user, let address): (.register, Self.person(user, address))
    case .deregistered(let user, let address): (.deregister, Self.person(user, address))
    case .passwordChanged(let user, let address): (.passwordChanged, Self.person(user, address))
    case .logInRefused(let user, let address, let reason):
      (.logInRefused, Self.person(user, address) + [("reason", .text(reason.word))] + reason.details)
    case .logInsLeftOut(let address, let count):
      (.logInsLeftOut, [("address", .text(address)), ("count", .count(count))])
    case .command(let user, let name, let target, let body):
      (
        .command,
        [
          ("user", .text(user)), ("command", .text(name)), ("target", target.map { .text($0) }),
          ("body", body.map { .text($0) }),
        ]
      )
    case .commandsLeftOut(let user, let count): (.commandsLeftOut, [("user", .text(user)), ("count", .count(count))])
    case .fileStored(let user, let recipient, let file, let size):
      (
        .fileStored,
        [("user", .text(user)), ("recipient", .text(recipient)), ("file", .text(file)), ("size", .number(size))]
      )
    case .fileFetched(let user, let sender, let file): (.fileFetched, Self.file(file, from: sender, to: user))
    case .fileDeclined(let user, let sender, let file): (.fileDeclined, Self.file(file, from: sender, to: user))
    case .transferFailed(let user, let reason): (.transferFailed, [("user", .text(user)), ("reason", .text(reason))])
    case .readOnly(let trouble): (.readOnly, [("reason", .text(trouble.sentence))])
    case .writable: (.writable, [])
    case .diskSilent: (.diskSilent, [])
    case .diskAnswers: (.diskAnswers, [])
    }
  }

  private static func person(_ user: String?, _ address: String) -> [(String, LogLine.Value?)] {
    [("user", user.map { .text($0) }), ("address", .text(address))]
  }

  private static func file(_ file: String, from sender: String, to user: String) -> [(String, LogLine.Value?)] {
    [("user", .text(user)), ("sender", .text(sender)), ("file", .text(file))]
  }
}

extension ServerEvent.RefusalReason {
  fileprivate var details: [(String, LogLine.Value?)] {
    switch self {
    case .blocked(let seconds), .tooManyFailures(let seconds): [("seconds", .seconds(seconds))]
    case .full(let maxCon): [("maxCon", .count(maxCon))]
    case .notChecked(let detail): [("detail", .text(detail))]
    case .unknownName, .credentialsWrong, .alreadyOnline, .banned, .tokenVoid: []
    }
  }

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

/// One line of the server log.
struct LogLine: Sendable {
  /// The value of a field.
  enum Value: Sendable {
    case text(String)
    case number(Int64)
    case seconds(Double)

    static func count(_ count: Int) -> Value { .number(Int64(count)) }
  }

  /// The line with its end.
  let finished: String

  /// A line about `event` at `time`, with those of `fields` that there are.
  init(_ event: LogEvent, _ fields: [(String, Value?)] = [], at time: WallTime) {
    var object = JSONObject()
    object.add("time", LocalTime(time).iso8601)
    object.add("level", event.level.rawValue)
    object.add("event", event.name)
    for (name, value) in fields {
      switch value {
      case .text(let text): object.add(name, text)
      case .number(let number): object.add(name, number)
      case .seconds(let seconds): object.add(name, seconds)
      case nil: break
      }
    }
    finished = object.text + "\n"
  }
}
