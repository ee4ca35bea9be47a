/// When somebody was online last.
public enum LastSeen: Hashable, Sendable {
  /// Is online now.
  case online
  /// Until then.
  case until(WallTime)
  /// Never, as far as the server knows.
  case never
}
