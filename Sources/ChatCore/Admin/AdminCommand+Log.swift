extension AdminCommand {
  /// Its row of the table.
  public var word: AdminWord {
    switch self {
    case .get: .get
    case .set: .set
    case .confirm: .confirm
    case .online: .online
    case .blocked: .blocked
    case .users: .users
    case .kick: .kick
    case .unblock: .unblock
    case .announce: .announce
    case .passwd: .passwd
    case .adduser: .adduser
    case .deluser: .deluser
    case .status: .status
    case .metrics: .metrics
    case .reload: .reload
    case .stop: .stop
    case .help: .help
    }
  }

  /// Whether it changes anything, so that it is logged with who gave it.
  public var isChange: Bool {
    AdminTable.row(of: word).effect != .observes
  }

  /// The command as the server log shows it: without passwords.
  public var logText: String {
    switch self {
    case .set(let key, let value, let keeping, _):
      switch keeping {
      case .saved: "set \(key.name) \(value)"
      case .runtime: "set \(key.name) \(value) --runtime"
      case .unlessConfirmed(let seconds): "set \(key.name) \(value) --confirm-within \(seconds)s"
      }
    case .confirm: "confirm"
    case .kick(let name, let reason): "kick \(name)" + (reason.map { " \($0)" } ?? "")
    case .unblock(let name, let address): "unblock \(name)" + (address.map { " \($0)" } ?? "")
    case .announce(let text): "announce \(text)"
    case .passwd(let name, _): "passwd \(name)"
    case .adduser(let name, _): "adduser \(name)"
    case .deluser(let name): "deluser \(name)"
    case .reload: "reload"
    case .stop(let delay, let restart):
      "stop" + (delay > 0 ? " --in \(delay)s" : "") + (restart ? " --restart" : "")
    case .get, .online, .blocked, .users, .status, .metrics, .help: ""
    }
  }
}
