/// A backup that lies in a directory, as its name and its first blocks tell.
public struct BackupEntry: Hashable, Sendable {
  /// Where it is.
  public let path: String
  /// The bytes of its file.
  public let size: Int64
  /// Its list of contents.
  public let manifest: BackupManifest

  /// The name without what leads to it.
  public var name: String {
    path.utf8.split(separator: UInt8(ascii: "/")).last.flatMap(String.init) ?? path
  }
}
