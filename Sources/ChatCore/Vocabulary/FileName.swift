/// The name of a transferred file: one component, 1 to 255 bytes, never a way out of a directory. Names are bytes, as on
/// Linux: two that only look the same are two.
public struct FileName: ExactText {
  /// The longest name in bytes, as Linux file systems have it.
  public static let maximumBytes = 255

  /// The name as the sender gave it.
  public let text: String

  /// Takes the last component of `path` as the name.
  ///
  /// - Throws: `Refusal.fileNameMalformed` when nothing usable is left: empty, `.`, `..`, too long, or with a NUL.
  public init(lastComponentOf path: String) throws(Refusal) {
    try self.init(String(path.utf8.split(separator: UInt8(ascii: "/")).last.map(Substring.init) ?? ""))
  }

  /// Takes `text` as the name.
  ///
  /// - Throws: `Refusal.fileNameMalformed` when it is empty, `.`, `..`, too long, or holds a slash, a line feed or NUL.
  public init(_ text: String) throws(Refusal) {
    guard (1...Self.maximumBytes).contains(text.utf8.count), text != ".", text != "..",
      !text.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == 0 || $0 == UInt8(ascii: "\n") })
    else { throw .fileNameMalformed(text) }
    self.text = text
  }
}
