/// Who logs in, as it was said beforehand.
public struct Credentials: Sendable {
  /// The name.
  public let name: String
  /// The password; nil where the person is asked for it.
  public let password: String?

  /// A name, and a password if it is known.
  public init(name: String, password: String? = nil) {
    self.name = name
    self.password = password
  }
}
