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

  /// `backup_2014-03-04_21:32:30.tar  12.3 kB  with files`.
  var text: String {
    "\(entry.name)  \(ByteText.text(entry.size))  \(entry.manifest.hasFiles ? "with files" : "without files")"
  }
}
