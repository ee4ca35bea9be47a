import ChatCore
import ChatServer
import ChatStore

/// One backup as the subcommands show it, in text and in JSON.
struct BackupLine {
  let entry: BackupEntry

  init(_ entry: BackupEntry) {
    self.entry = entry
  }

  /// Name, path, time, bytes, why it was made, whether it has waiting files' bytes, what made it.
  var json: JSONValue {
    .object([
      ("name", .string(entry.name)),
      ("path", .string(entry.path)),
      ("time", .string(LocalTime(WallTime(microseconds: entry.manifest.microseconds)).iso8601)),
      ("size", .integer(entry.size)),
      ("kind", .string(entry.manifest.kind.rawValue)),
      ("files", .bool(entry.manifest.hasFiles)),
      ("software", .string(entry.manifest.software)),
    ])
  }

  /// `backup_2014-03-04_21:32:30.tar  12.3 KB  with files`.
  var text: String {
    "\(entry.name)  \(Self.sizeText(entry.size))  \(entry.manifest.hasFiles ? "with files" : "without files")"
  }

  private static func sizeText(_ bytes: Int64) -> String {
    let units = [(Int64(1_000_000_000), "GB"), (1_000_000, "MB"), (1_000, "KB")]
    guard let (unit, name) = units.first(where: { bytes >= $0.0 }) else { return "\(bytes) bytes" }
    let tenths = bytes / (unit / 10)
    return "\(tenths / 10).\(tenths % 10) \(name)"
  }
}
