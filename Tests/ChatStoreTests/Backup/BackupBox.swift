import ChatCore
import ChatStore
import ChatSystem
import ChatTestSupport
import Glibc

/// A data directory with accounts, messages and a waiting file, and backups of it.
final class BackupBox {
  let home: TemporaryDirectory
  let data: DataDirectory
  let store: SQLiteStore

  init() throws {
    home = try TemporaryDirectory()
    data = DataDirectory(path: home.path(of: "data"))
    try data.create()
    store = try SQLiteStore(path: data.store)
    try store.commit(
      Sample.batch(
        [
          try Sample.registration(1, "alice"), try Sample.registration(2, "bob"),
          Sample.message(10, from: 1, to: 2, "before"),
        ], bound: 100))
    try addFile(20, "bytes of twenty")
    try AtomicFile.write(Array("MaxCon 7\n".utf8), to: data.parameters)
    try AtomicFile.write(Array("a key".utf8), to: "\(data.tls)/key.pem")
  }

  static var digest: () -> StreamDigest {
    { ImportBox.tools.makeDigest() }
  }

  func addFile(_ id: Int64, _ text: String, keepsBytes: Bool = true) throws {
    if keepsBytes {
      try AtomicFile.write(Array(text.utf8), to: data.file(FileID(rawValue: id)))
    }
    try store.commit(
      Sample.batch([
        Sample.record(
          id,
          .fileStored(
            FileID(rawValue: id), sender: Sample.account(1), recipient: Sample.account(2),
            name: try FileName("file \(id)"), size: Int64(text.utf8.count), digest: ImportBox.fakeDigest(text)))
      ]))
  }

  func say(_ id: Int64, _ text: String) throws {
    try store.commit(Sample.batch([Sample.message(id, from: 1, to: 2, text)], bound: id + 100))
  }

  @discardableResult
  func backUp(
    _ kind: BackupKind = .manual, hasFiles: Bool = true, at seconds: Double = 1_393_986_400,
    progress: (BackupProgress) -> Void = { _ in }
  ) throws -> BackupEntry {
    try BackupCreator(
      store: store, directory: data, parameters: Parameters(), software: "chatctl/test", makeDigest: Self.digest
    ).make(kind, hasFiles: hasFiles, at: WallTime(seconds: seconds), stamp: "stamp", progress: progress)
  }

  /// Closes the store, as a server that has stopped.
  func close() throws {
    try store.checkpoint()
    try store.close()
  }

  @discardableResult
  func verify(_ path: String) throws -> BackupReport {
    try BackupVerifier(makeDigest: Self.digest).verify(path, scratch: home.path)
  }

  @discardableResult
  func restore(_ path: String, into target: DataDirectory? = nil) throws -> BackupReport {
    let target = target ?? data
    try target.create()
    let lock = try DirectoryLock(target)
    return try BackupRestorer(directory: target, lock: lock, makeDigest: Self.digest).restore(path, stamp: "then")
  }

  /// What bob has been sent, as a server would find it now.
  func bodies(in directory: DataDirectory? = nil) throws -> [String] {
    let store = try SQLiteStore(path: (directory ?? data).store)
    defer { try? store.close() }
    return try store.page(
      of: Sample.account(2), after: .zero, through: Sample.entry(.max), limit: 1_000
    ).messages.filter { $0.kind == .private }.map(\.body)
  }

  /// Everything under the data directory that a restore may change: names with their bytes.
  func contents(of directory: DataDirectory? = nil) throws -> [String: [UInt8]] {
    let path = (directory ?? data).path
    var contents: [String: [UInt8]] = [:]
    for name in ["chat.sqlite", "chat.sqlite-wal", "para.txt", "restore.journal"] {
      contents[name] = try FileBytes.read("\(path)/\(name)")
    }
    for folder in ["files", "tls", "restore.new"] {
      for name in try DirectoryEntries.names(of: "\(path)/\(folder)") ?? [] {
        contents["\(folder)/\(name)"] = try FileBytes.read("\(path)/\(folder)/\(name)")
      }
    }
    return contents
  }
}
