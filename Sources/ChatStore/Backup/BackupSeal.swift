import ChatCore

/// The last member of a backup: the manifest's SHA-256 as `sha256sum` prints it, so that `sha256sum -c` checks it too.
enum BackupSeal {
  /// The text that seals a manifest of this hash.
  static func bytes(manifestDigest: [UInt8]) -> [UInt8] {
    Array("\(Hexadecimal.text(of: manifestDigest))  \(BackupPart.manifest.name)\n".utf8)
  }

  /// The number of its bytes.
  static let length = bytes(manifestDigest: [UInt8](repeating: 0, count: 32)).count
}
