/// What whoever starts the server may set, besides the four live parameters.
public struct RoomLimits: Hashable, Sendable {
  /// The largest file that is taken, in bytes.
  public var maxFileSize: Int64 = 1 << 30
  /// How long a session whose connection was lost waits for its person, in seconds.
  public var resumeGrace = 30.0
  /// So many transfers may run on one connection at once.
  public var transfersPerSession = 8
  /// What new passwords are hashed with; one that was hashed with less is hashed anew when its person logs in.
  public var passwordCost = PasswordVerifier.Cost.standard
  /// Everything that stands in the table of limits.
  public var settings = LimitSettings()
  /// Whether the server log gets what people write.
  public var logsBodies = false

  /// The values that hold unless something else is asked for.
  public init() {}
}
