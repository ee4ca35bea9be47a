import ChatSystem
import Glibc

/// The backups of a data directory.
public struct BackupList {
  private let directory: DataDirectory

  /// The backups of `directory`.
  public init(_ directory: DataDirectory) {
    self.directory = directory
  }

  /// A file that is named like a backup.
  public enum Item: Sendable {
    /// A backup, as far as its first blocks and its size tell.
    case entry(BackupEntry)
    /// A file that can't be used, and why.
    case unusable(name: String, BackupError)
  }

  /// All of them, the newest first; what can't be used stands at the end, by name.
  public func items() throws(FileError) -> [Item] {
    var entries: [BackupEntry] = []
    var unusable: [Item] = []
    for name in try DirectoryEntries.names(of: directory.backups) ?? [] where name.hasSuffix(".tar") {
      do throws(BackupError) {
        entries.append(try Self.entry("\(directory.backups)/\(name)"))
      } catch {
        unusable.append(.unusable(name: name, error))
      }
    }
    entries.sort { ($0.manifest.microseconds, $0.name) > ($1.manifest.microseconds, $1.name) }
    return entries.map(Item.entry) + unusable
  }

  /// Where the backup is that a person means with `name`: a path, or the bare name of one that lies here.
  public func path(for name: String) -> String {
    let own = "\(directory.backups)/\(name)"
    return !name.utf8.contains(UInt8(ascii: "/")) && access(own, F_OK) == 0 ? own : name
  }

  /// Removes automatic backups, the oldest first, until `count` are left. Those that somebody asked for, and what can't
  /// be read, is never touched.
  ///
  /// - Parameter newest: one of them that stays and counts, whatever its time says: the clock may have been set back.
  public func prune(keeping count: Int, newest: BackupEntry? = nil) throws(FileError) {
    let automatic = try items().compactMap { item -> BackupEntry? in
      guard case .entry(let entry) = item else { return nil }
      let kind = entry.manifest.kind
      // The name counts too: somebody who renamed one wants to keep it.
      return kind.isAutomatic && entry.name.hasPrefix(kind.prefix) && entry.path != newest?.path ? entry : nil
    }
    let others = newest == nil ? count : count - 1
    for entry in automatic.dropFirst(others) where unlink(entry.path) != 0 && errno != ENOENT {
      throw FileError(.write, entry.path)
    }
  }

  private static func entry(_ path: String) throws(BackupError) -> BackupEntry {
    // No hash is made of a manifest that is only shown.
    try BackupReader(path: path, makeDigest: { StreamDigest(update: { _ in }, finish: { [] }) }).entry()
  }
}

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
