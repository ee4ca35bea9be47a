import ChatCore
import ChatServer
import ChatStore

/// One backup as the subcommands show it, in text and in JSON.
struct BackupLine: Encodable {
  let name: String
  let path: String
  let time: String
  let size: Int64
  let kind: String
  let files: Bool
  let software: String

  init(_ entry: BackupEntry) {
    name = entry.name
    path = entry.path
    time = LocalTime(WallTime(microseconds: entry.manifest.microseconds)).iso8601
    size = entry.size
    kind = entry.manifest.kind.rawValue
    files = entry.manifest.hasFiles
    software = entry.manifest.software
  }

  /// `backup_2014-03-04_21:32:30.tar  12.3 KB  with files`.
  var text: String {
    "\(name)  \(Self.sizeText(size))  \(files ? "with files" : "without files")"
  }

  private static func sizeText(_ bytes: Int64) -> String {
    let units = [(Int64(1_000_000_000), "GB"), (1_000_000, "MB"), (1_000, "KB")]
    guard let (unit, name) = units.first(where: { bytes >= $0.0 }) else { return "\(bytes) bytes" }
    let tenths = bytes / (unit / 10)
    return "\(tenths / 10).\(tenths % 10) \(name)"
  }
}
