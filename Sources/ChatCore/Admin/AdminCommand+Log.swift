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
    case .ban: .ban
    case .unban: .unban
    case .bans: .bans
    case .invite: .invite
    case .invitations, .endInvitations: .invitations
    case .unblock: .unblock
    case .announce: .announce
    case .passwd: .passwd
    case .adduser: .adduser
    case .deluser: .deluser
    case .status: .status
    case .metrics: .metrics
    case .reload: .reload
    case .stop, .cancelStop: .stop
    case .help: .help
    }
  }

  /// Whether it changes anything, so that it is logged with who gave it.
  public var isChange: Bool {
    if case .endInvitations = self { return true }
    return AdminTable.row(of: word).effect != .observes
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
    case .ban(let target, let seconds, let reason):
      "ban \(target.logText)" + (seconds.map { " --for \(DurationText.text($0))" } ?? "")
        + (reason.map { " \($0)" } ?? "")
    case .unban(let name): "unban \(name)"
    case .invite(let names, let uses, let seconds):
      (["invite"] + names).joined(separator: " ") + (uses == 1 ? "" : " --uses \(uses)")
        + " --for \(DurationText.text(seconds))"
    case .endInvitations(let id): "invitations --end \(id.map { "\($0.rawValue)" } ?? "all")"
    case .unblock(let name, let address): "unblock \(name)" + (address.map { " \($0)" } ?? "")
    case .announce(let text): "announce \(text)"
    case .passwd(let name, _): "passwd \(name)"
    case .adduser(let name, _): "adduser \(name)"
    case .deluser(let name): "deluser \(name)"
    case .reload: "reload"
    case .stop(let delay, let restart):
      "stop" + (delay > 0 ? " --in \(delay)s" : "") + (restart ? " --restart" : "")
    case .cancelStop: "stop --cancel"
    case .get, .online, .blocked, .users, .bans, .invitations, .status, .metrics, .help: ""
    }
  }
}

extension AdminCommand.BanTarget {
  fileprivate var logText: String {
    switch self {
    case .user(let name, let withAddress): name + (withAddress ? " --address" : "")
    case .address(let address): "--address \(address)"
    }
  }
}
