import ChatSystem
import Glibc

/// Copies of stores as they were before an upgrade: `before_schema_N` in the backups, where N is the version that they were
/// brought up to. A person may remove them; we never do.
struct OldStores {
  private static let prefix = "before_schema_"

  /// Where they lie.
  let directory: String

  /// Keeps `store`, an open one of so many bytes that nobody writes to.
  ///
  /// A start that was killed before the first step of the upgrade finds its copy the next time, and makes no second one.
  ///
  /// - Throws: `StoreError`; `.noRoom` when the copy and the upgrade after it would fill the disk, before anything is written.
  func keep(_ store: SQLiteStore, size: Int64, isRewritten: Bool) throws(StoreError) {
    do {
      try FileTree.create(directory)
      try checkRoom(beside: store.path, copy: size, upgrade: isRewritten ? size : min(size, Self.fewPages))
      let staging = try StagingDirectory(in: directory)
      let copy = "\(staging.path)/copy"
      // Made by us, so that nobody else may read it.
      let file = try FileDescriptor(copy, O_RDWR | O_CREAT | O_EXCL)
      try store.copy(to: copy) { _, _ in }
      try file.sync()
      _ = try FileTree.publish(copy, as: "\(directory)/\(Self.prefix)\(Schema.version)") { (name) throws(FileError) in
        try isSame(copy, name)
      }
    } catch let error as FileError {
      let detail = "the store can't be kept as it is before its upgrade: \(error)"
      throw error.isDiskFull ? .diskFull(detail: detail) : .failed(detail: detail)
    } catch {
      throw StoreError(error, path: store.path)
    }
  }

  /// The newest copy, of those in the backups beside the store at `path`, that this version can read; nil when there is none.
  static func readable(beside path: String) -> String? {
    let backups = "\(FileTree.parent(of: path))/backups"
    let names = (try? DirectoryEntries.names(of: backups)) ?? []
    let copies = names.filter { $0.hasPrefix(prefix) }.compactMap { name -> (version: Int32, path: String)? in
      let path = "\(backups)/\(name)"
      guard let version = try? StoreFile.version(of: path), version <= Schema.version else { return nil }
      return (version, path)
    }
    return copies.max { ($0.version, $0.path) < ($1.version, $1.path) }?.path
  }

  /// An upgrade that writes no table of messages anew takes less than this.
  private static let fewPages: Int64 = 64 << 20

  private func checkRoom(beside path: String, copy: Int64, upgrade: Int64) throws {
    let folder = FileTree.parent(of: path)
    let isOneDisk = try Self.device(of: folder) == Self.device(of: directory)
    for (place, needed) in isOneDisk ? [(directory, copy + upgrade)] : [(directory, copy), (folder, upgrade)] {
      let free = try DiskRoom(below: place).freeBytes
      guard free >= needed else { throw StoreError.noRoom(path: path, place: place, needed: needed, free: free) }
    }
  }

  private func isSame(_ one: String, _ other: String) throws(FileError) -> Bool {
    guard let left = try FileDescriptor.regular(one), let right = try FileDescriptor.regular(other),
      try left.size() == right.size()
    else { return false }
    while case let bytes = try left.read(upTo: FileDescriptor.chunk), !bytes.isEmpty {
      guard try right.read(upTo: FileDescriptor.chunk) == bytes else { return false }
    }
    return true
  }

  private static func device(of path: String) throws(FileError) -> dev_t {
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError(.open, path) }
    return status.st_dev
  }
}
