/// Why bytes are not an archive that we take: each names the member that it is about, where there is one.
public enum TarError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The first block is no header of an archive.
  case notAnArchive
  /// A header is damaged: its checksum, or a field that is none.
  case badHeader(after: String?)
  /// A name that could lead out of the directory it is unpacked into, or that is none.
  case badName(String)
  /// A link, directory, device or extension, where only regular files are taken.
  case notRegular(String)
  /// A file of more than 4 TiB.
  case tooLarge(String)
  /// Bytes behind a member, which should be zero, are not.
  case badPadding(after: String)
  /// The archive ends within this member, or before its end mark.
  case truncated(in: String?)
  /// Bytes follow the end of the archive.
  case trailingBytes

  /// The member that is meant; nil when it is about the archive as a whole.
  public var member: String? {
    switch self {
    case .badHeader(let name), .truncated(let name): name
    case .badName(let name), .notRegular(let name), .tooLarge(let name), .badPadding(let name): name
    case .notAnArchive, .trailingBytes: nil
    }
  }

  /// The reason, to follow a name.
  public var description: String {
    switch self {
    case .notAnArchive: "it is no tar archive"
    case .badHeader(nil): "the first header is damaged"
    case .badHeader(.some): "the header after it is damaged"
    case .badName: "a file of that name does not belong there"
    case .notRegular: "it is not a regular file"
    case .tooLarge: "it is larger than 4 TiB, which the archive can't hold"
    case .badPadding: "the bytes after it are damaged"
    case .truncated: "the archive is cut short there"
    case .trailingBytes: "something follows the end of the archive"
    }
  }
}
