/// The limits of a clear password. Passwords live only on their way to the hash; nothing keeps one.
public enum Password {
  /// The longest password, in Unicode scalars: what a key types is mostly one.
  public static let maximumLength = 128
  /// Shorter ones get a warning, where they are taken (`Setting.passwordMin`).
  public static let recommendedLength = 8

  /// Whether `text` may be a password: 1 to 128 characters, no line feed and no NUL.
  public static func allows(_ text: String) -> Bool {
    !text.isEmpty && text.unicodeScalars.count <= maximumLength
      && !text.utf8.contains(10) && !text.utf8.contains(0)
  }
}
