import ChatCore

/// A part of a backup: one member of its archive, under a fixed name. Names are those of the data directory, so that
/// unpacking one gives such a directory.
enum BackupPart: Hashable, Sendable {
  /// The list of contents; the first member, so that a list of backups reads a few blocks of each.
  case manifest
  /// A copy of the store.
  case store
  /// The data directory's own para.txt, as its owner wrote it.
  case parameters
  /// One of the original's six files, for people and for the original.
  case text(OriginalPart)
  /// Key or certificate.
  case tls(String)
  /// The bytes of a waiting file.
  case file(FileID)
  /// The manifest's SHA-256, as sha256sum(1) prints it; the last member, so that no bit of a backup is unguarded.
  case seal

  static let textDirectory = "text"

  /// The member's name.
  var name: String {
    switch self {
    case .manifest: "manifest.json"
    case .store: "chat.sqlite"
    case .parameters: OriginalPart.parameters.fileName
    case .text(let part): "\(Self.textDirectory)/\(part.fileName)"
    case .tls(let name): "tls/\(name)"
    case .file(let id): "files/\(id.depotName)"
    case .seal: "manifest.sha256"
    }
  }

  /// The part of that name; nil when no backup has one.
  init?(name: String) {
    let fields = name.split(separator: "/", omittingEmptySubsequences: false)
    switch (fields.count, fields[0]) {
    case (1, _):
      let single: [Self] = [.manifest, .store, .parameters, .seal]
      guard let part = single.first(where: { $0.name == name }) else { return nil }
      self = part
    case (2, Self.textDirectory[...]):
      guard let part = OriginalPart(rawValue: String(fields[1])) else { return nil }
      self = .text(part)
    case (2, "tls"):
      guard Self.isTLSName(String(fields[1])) else { return nil }
      self = .tls(String(fields[1]))
    case (2, "files"):
      guard let id = FileID(depotName: String(fields[1])) else { return nil }
      self = .file(id)
    default:
      return nil
    }
  }

  /// True for the name of a file in the tls directory that is taken along.
  static func isTLSName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count) && !name.hasPrefix(".")
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}

/// The last member of a backup: the manifest's SHA-256 as `sha256sum` prints it, so that `sha256sum -c` checks it too.
enum BackupSeal {
  /// The text that seals a manifest of this hash.
  static func bytes(manifestDigest: [UInt8]) -> [UInt8] {
    Array("\(Hexadecimal.text(of: manifestDigest))  \(BackupPart.manifest.name)\n".utf8)
  }

  /// The number of its bytes.
  static let length = bytes(manifestDigest: [UInt8](repeating: 0, count: 32)).count
}
