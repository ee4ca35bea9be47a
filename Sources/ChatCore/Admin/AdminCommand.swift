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
  /// List the commands, or explain one.
  case help(AdminWord?)

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
