/// A command of whoever runs the server, its arguments checked.
public enum AdminCommand: Equatable, Sendable {
  /// Show one parameter or setting, or all.
  case get(AdminKey?, AdminVoice)
  /// Change one to what the text says.
  case set(AdminKey, value: String, keeping: Keeping, AdminVoice)
  /// Keep what was set for a time.
  case confirm
  /// Who is online.
  case online(AdminVoice)
  /// Who is blocked.
  case blocked(AdminVoice)
  /// Every account, or all their names alone.
  case users(AdminVoice, isNamesOnly: Bool)
  /// Put somebody out.
  case kick(String, reason: String?)
  /// Keep somebody, or an address, out: for so many seconds or for ever.
  case ban(BanTarget, seconds: Double?, reason: String?)
  /// Let a user or an address in again.
  case unban(String)
  /// Who is banned.
  case bans
  /// Make invitations: one for each name, or one for anybody, for so many seconds.
  case invite([String], uses: Int, seconds: Double)
  /// Which invitations there are.
  case invitations
  /// End the invitation of this number, or all.
  case endInvitations(EntryID?)
  /// End the blocks of somebody, on one address or on all.
  case unblock(String, address: String?)
  /// Say something to everybody online.
  case announce(String)
  /// Give somebody a new password.
  case passwd(String, password: String)
  /// Make an account.
  case adduser(String, password: String)
  /// Delete an account.
  case deluser(String)
  /// How the server does.
  case status
  /// The same for Prometheus.
  case metrics
  /// Read para.txt, the settings and the certificate again.
  case reload
  /// Stop, in so many seconds; tell clients to come back.
  case stop(delay: Double, restart: Bool)
  /// Call off a stop that is to come.
  case cancelStop
  /// Show these lines about the commands.
  case help([String])

  /// Whether it is carried out later.
  public var isPutOff: Bool {
    if case .stop(let delay, _) = self { delay > 0 } else { false }
  }

  /// Whom a ban is for.
  public enum BanTarget: Hashable, Sendable {
    /// A user, and the address that this one comes from where that is asked for.
    case user(String, withAddress: Bool)
    /// An address alone.
    case address(String)
  }

  /// How long what was changed holds.
  public enum Keeping: Hashable, Sendable {
    /// It is written to the file where it stands.
    case saved
    /// Until the server stops.
    case runtime
    /// It goes back after so many seconds, unless it is confirmed; then it is written.
    case unlessConfirmed(seconds: Double)
  }
}

/// Whose words the answer is in.
public enum AdminVoice: Hashable, Sendable {
  /// Ours.
  case plain
  /// The original's, because its words were typed.
  case original
}

extension AdminCommand {
  /// The command as the server log shows it, without passwords, with who gave it; nil for one that only looks.
  public var logText: String? {
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
    case .get, .online, .blocked, .users, .bans, .invitations, .status, .metrics, .help: nil
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
