/// The versions of the protocol.
public enum ProtocolVersion {
  /// The one that this program speaks.
  public static let current: UInt32 = 1
}
