/// A check of `chatctl doctor`, one line each, in the order of the lines.
public enum DoctorCheck: String, CaseIterable, Sendable {
  /// Is it there, whose, and closed to others.
  case directory
  /// Owners and modes of what lies in it.
  case permissions
  /// Which process has it.
  case lock
  /// The answer of the server there.
  case socket
  /// Room on the disk.
  case disk
  /// The time of day and the steady clock.
  case clock
  /// The tables and pages of chat.sqlite.
  case store
  /// para.txt.
  case parameters
  /// How old the newest backup is.
  case backups
  /// How many files and connections the server may have open.
  case descriptors
  /// Key and certificate.
  case certificate
}
