import ChatCore
import FoundationEssentials

/// The description that a backup has of itself: JSON, its first member.
public struct BackupManifest: Codable, Hashable, Sendable {
  /// The newest version of the archive's layout that we read. It is written where a part is of 8 GiB or more, which the first
  /// version has no way to say; else the first one, so that older programs read it too.
  public static let currentFormat = 2

  /// The version of the archive's layout.
  public let format: Int
  /// The program that wrote it: `chatctl/1.0.0`.
  public let software: String
  /// The version of the store's tables.
  public let schema: Int32
  /// When it was begun, in microseconds since 1970.
  public let microseconds: Int64
  /// The same as people of that place read it: `2014-03-04_21:32:30`.
  public let time: String
  /// Why it was made.
  public let kind: BackupKind
  /// True when the bytes of waiting files are in it.
  public let hasFiles: Bool
  /// Everything else that is in it, in the archive's order.
  public internal(set) var parts: [Part]

  /// One member of the archive.
  public struct Part: Codable, Hashable, Sendable {
    /// Its name.
    public let name: String
    /// The number of its bytes.
    public let size: Int64
    /// Their SHA-256, in hexadecimal digits.
    public internal(set) var sha256: String
  }

  /// The version of the layout that parts of these sizes take.
  static func format(of sizes: some Sequence<Int64>) -> Int {
    sizes.contains { $0 > TarMember.maximumOctal } ? 2 : 1
  }

  /// No manifest is longer, in bytes: that is room for half a million waiting files.
  static let maximumSize: Int64 = 64 << 20

  private enum CodingKeys: String, CodingKey {
    case format, software, schema, microseconds, time, kind, parts
    case hasFiles = "has_files"
  }

  /// The JSON text. Its length does not depend on the digits of the hashes.
  func bytes() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    // Strings and integers always encode.
    return (try? encoder.encode(self)).map { Array($0) + [UInt8(ascii: "\n")] } ?? []
  }

  /// Reads the JSON text and checks what it says: known versions, known names each once, nothing missing.
  ///
  /// - Throws: `BackupRefusal`, with the name of the part that it is about.
  static func read(_ bytes: [UInt8]) throws(BackupRefusal) -> BackupManifest {
    let own = BackupPart.manifest.name
    // A newer layout may say other things, but its number stands where ours does.
    guard let version = try? JSONDecoder().decode(Version.self, from: Data(bytes)) else {
      throw BackupRefusal(own, .notAManifest)
    }
    guard version.format <= currentFormat else { throw BackupRefusal(own, .newerFormat(version.format)) }
    guard let manifest = try? JSONDecoder().decode(BackupManifest.self, from: Data(bytes)), manifest.schema > 0,
      manifest.format == format(of: manifest.parts.lazy.map(\.size))
    else { throw BackupRefusal(own, .notAManifest) }
    guard manifest.schema <= Schema.version else {
      throw BackupRefusal(BackupPart.store.name, .newerSchema(manifest.schema))
    }
    try manifest.checkParts()
    return manifest
  }

  private struct Version: Decodable {
    let format: Int
  }

  private func checkParts() throws(BackupRefusal) {
    var seen: Set<BackupPart> = [.manifest, .seal]
    for listed in parts {
      guard let part = BackupPart(name: listed.name), seen.insert(part).inserted else {
        throw BackupRefusal(listed.name, .unexpected)
      }
      if case .file = part, !hasFiles {
        throw BackupRefusal(listed.name, .unexpected)
      }
      guard (0...TarMember.maximumSize).contains(listed.size) else {
        throw BackupRefusal(listed.name, .wrongSize)
      }
    }
    for part in [.store] + OriginalPart.allCases.map(BackupPart.text) where !seen.contains(part) {
      throw BackupRefusal(part.name, .missing)
    }
  }

  /// The size of the whole archive, whose manifest has this size: what a file that was cut short does not have.
  func archiveSize(manifestSize: Int64) -> Int64 {
    let sizes = [manifestSize] + parts.map(\.size) + [Int64(BackupSeal.length)]
    return TarWriter.archiveSize(of: sizes.map { TarMember(name: "", size: $0, time: 0) })
  }
}

/// Why a backup was made.
public enum BackupKind: String, Codable, CaseIterable, Sendable {
  /// Somebody asked for it. It is never removed by us.
  case manual
  /// The server made it on its way (`serve --backup-every`).
  case automatic
  /// The server made it when it stopped.
  case stop

  /// The beginning of its file's name.
  public var prefix: String {
    switch self {
    case .manual: "backup_"
    case .automatic: "auto_"
    case .stop: "stop_"
    }
  }

  /// True for one that makes room for newer ones by itself.
  public var isAutomatic: Bool {
    self != .manual
  }
}
