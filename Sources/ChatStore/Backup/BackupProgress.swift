/// How far a backup or a restore is.
public struct BackupProgress: Hashable, Sendable {
  /// A phase of the work.
  public enum Phase: String, Sendable {
    /// The store is copied, beside the server.
    case copying
    /// The archive is written.
    case writing
    /// A backup is read and checked.
    case checking
    /// The store of a backup is looked through; how far, nobody can tell.
    case inspecting
  }

  /// The phase that goes on.
  public let phase: Phase
  /// The bytes that are done.
  public let done: Int64
  /// The bytes that there are; 0 when nobody can tell.
  public let total: Int64
}
