/// The commands of whoever runs the server, in the order that `help` lists them.
public enum AdminWord: String, CaseIterable, Sendable {
  /// Show parameters.
  case get
  /// Change one.
  case set
  /// Keep a change that would go back by itself.
  case confirm
  /// Who is online.
  case online
  /// Who is blocked after wrong passwords.
  case blocked
  /// Every account.
  case users
  /// Put somebody out.
  case kick
  /// Keep somebody out.
  case ban
  /// Let somebody in again.
  case unban
  /// Who is banned.
  case bans
  /// Make invitations.
  case invite
  /// Which invitations there are.
  case invitations
  /// Let somebody log in again.
  case unblock
  /// Say something to everybody online.
  case announce
  /// Give somebody a new password.
  case passwd
  /// Make an account.
  case adduser
  /// Delete an account.
  case deluser
  /// How the server does.
  case status
  /// The same for Prometheus.
  case metrics
  /// Read para.txt again.
  case reload
  /// Stop the server.
  case stop
  /// List the commands.
  case help
}
