import ChatNet
import ChatStore

extension StreamDigest {
  /// A SHA-256, which ChatStore asks for and ChatNet has. Used on one thread.
  public static func sha256() -> StreamDigest {
    let hasher = SHA256Hasher()
    return StreamDigest(update: hasher.update, finish: hasher.finish)
  }
}
