import ChatCore

/// How large what stands in a frame may be. PROTOCOL.md, "Frames", tells them to the writers of other clients.
public enum FrameLimit {
  /// The bytes of a frame's message, from a client that has not logged in.
  public static let beforeLogIn = 4 * 1_024
  /// The bytes of a frame's message from a client that has, and from the server always.
  public static let afterLogIn = 64 * 1_024
  /// The bytes of a transfer in one chunk.
  public static let chunk = 32 * 1_024
  /// The bytes that one credit allows: so little that adding up credits can't overflow.
  public static let credit: Int64 = 1 << 30

  /// The bytes of a name of the software in a hello.
  static let software = 128
  /// The bytes of a name in a refusal, which may be as long as what was typed.
  static let refusalName = 256
  /// The bytes of the words of a refusal, and of a reason.
  static let refusalText = 2_048
  /// The bytes of an announcement, and of the body of a message, which is shorter.
  static let body = Event.maximumAnnouncementBytes
  /// About how many bytes of a long list one reply carries: few enough that chat is not held up behind it.
  static let listPart = 16 * 1_024
  /// The bytes of a whole list; a server that sends more never ends.
  static let list = 64 * 1_024 * 1_024
  /// How deep messages lie in each other: three deep in what we know, some more for what we skip.
  static let depth = 8
  /// The bytes of a SHA-256.
  static let digest = 32
  /// The bytes of a token to come back with.
  public static let token = 32
}
