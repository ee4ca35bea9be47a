import ChatCore
import ChatServer

// The explanation as sentences, each with what helps, and as JSON.
extension LogInExplanation {
  /// For people.
  func lines(with style: LogLineStyle) -> [String] {
    let name = TerminalSanitizer.line(user)
    var lines = obstacles.flatMap { sentences($0, name: name) }
    if obstacles.isEmpty {
      lines.append(
        "Nothing stands in the way of \"\(name)\": the account is there, blocked nowhere and not online, and the room has "
          + "room. A wrong password would show below.")
    }
    if bannedAddresses > 0 {
      let fact = bannedAddresses == 1 ? "1 address is banned" : "\(bannedAddresses) addresses are banned"
      lines.append("\(fact); \"chatctl admin bans\" lists them.")
    }
    guard !attempts.isEmpty else { return lines + ["The logs hold no attempt of \"\(name)\" to log in."] }
    return lines + ["The newest attempts in the logs:"] + attempts.map { "  " + style.text(of: $0) }
  }

  /// One object.
  var json: String {
    var object = JSONObject()
    object.add("user", user)
    object.add("canLogIn", obstacles.isEmpty)
    object.add("obstacles", objects: obstacles.map { $0.json(user: user) })
    object.add("bannedAddresses", Int64(bannedAddresses))
    object.add("attempts", objects: attempts.map(\.json))
    return object.text
  }

  private func sentences(_ obstacle: Obstacle, name: String) -> [String] {
    switch obstacle {
    case .noAccount(let nearest):
      let hint = nearest.map { " The name spelt most like it is \"\($0)\"." } ?? ""
      return [
        "There is no account \"\(name)\".\(hint) \"register\" at the log-in prompt makes one, with a code of \"chatctl admin "
          + "invite\" where registration takes one.",
        "Attempts under names that no account has are in the logs without the name, for people type passwords there: "
          + "chatctl log search --event log-in-refused unknown-name",
      ]
    case .noServer:
      return ["No server runs on this data directory. Start one: chatctl serve"]
    case .blocked(let address, let until, let seconds):
      return [
        "\"\(name)\" is blocked on \(TerminalSanitizer.line(address)) after three wrong passwords, until "
          + "\(LocalTime(until).original), for \(String(tenthsOf: seconds, rounded: .up)) more seconds.",
        "To end it now: \(Self.remedy(user: name, address: address))",
      ]
    case .banned(let until, let reason):
      return [
        "\"\(name)\" is banned \(until.map { "until \($0.minuteText)" } ?? "for ever")"
          + (reason.map { ": \(TerminalSanitizer.line($0))" } ?? "."),
        "To end it now: chatctl admin unban \(Self.word(name))",
      ]
    case .online(let address):
      let place = address.map { " from \(TerminalSanitizer.line($0))" } ?? ""
      return [
        "\"\(name)\" is online already\(place), and nobody can be online twice. To end that session: "
          + "chatctl admin kick \(Self.word(name))"
      ]
    case .full(let online, let maxCon):
      return [
        "The room is full: \(online) are online, and MaxCon is \(maxCon). To let more in: chatctl admin set MaxCon "
          + "\(max(online, maxCon) + 1)"
      ]
    }
  }

  fileprivate static func remedy(user: String, address: String) -> String {
    "chatctl admin unblock \(word(user)) \(TerminalSanitizer.line(address))"
  }

  /// `name` where it stands behind a command: what looks like an option is none.
  fileprivate static func word(_ name: String) -> String {
    name.hasPrefix("-") ? "-- \(name)" : name
  }
}

extension LogInExplanation.Obstacle {
  fileprivate func json(user: String) -> String {
    var object = JSONObject()
    switch self {
    case .noAccount(let nearest):
      object.add("reason", "no-account")
      if let nearest {
        object.add("nearest", nearest)
      }
    case .noServer:
      object.add("reason", "no-server")
    case .blocked(let address, let until, let seconds):
      object.add("reason", "blocked")
      object.add("address", address)
      object.add("until", LocalTime(until).iso8601)
      object.add("secondsLeft", seconds)
      object.add("remedy", LogInExplanation.remedy(user: user, address: address))
    case .banned(let until, let reason):
      object.add("reason", "banned")
      if let until {
        object.add("until", LocalTime(until).iso8601)
      }
      if let reason {
        object.add("why", reason)
      }
      object.add("remedy", "chatctl admin unban \(LogInExplanation.word(user))")
    case .online(let address):
      object.add("reason", "online")
      if let address {
        object.add("address", address)
      }
      object.add("remedy", "chatctl admin kick \(LogInExplanation.word(user))")
    case .full(let online, let maxCon):
      object.add("reason", "full")
      object.add("online", Int64(online))
      object.add("maxCon", Int64(maxCon))
    }
    return object.text
  }
}
