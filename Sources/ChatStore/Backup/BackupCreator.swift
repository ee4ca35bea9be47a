import ChatCore
import ChatSystem
import Glibc

/// Makes backups: one archive with a consistent copy of everything durable, while the server runs, from within it or from
/// another process.
///
/// Waiting files come and go meanwhile, and their records with them. The copy of the store decides which files belong:
/// first every file gets a hard link in a staging directory, then the store is copied, then what has arrived in between
/// gets its link too. So the bytes of every record in the copy are held, whoever fetches them from now on; a file that
/// arrived AND was fetched between the two is taken out of the copy, as if it had been fetched a moment earlier.
public struct BackupCreator {
  /// So many broadcasts at most stand in a backup's text files, the newest: each takes a line for everybody who has not
  /// read it, and the copy of the store has them all.
  public static let broadcastsAsText = 100

  private let store: SQLiteStore
  private let directory: DataDirectory
  private let parameters: Parameters
  private let software: String
  private let makeDigest: () -> StreamDigest

  /// A maker of backups of `store`, which lies in `directory` and whose server has these parameters.
  ///
  /// - Parameter software: name and version of the program, for the manifest.
  /// - Parameter makeDigest: begins a SHA-256.
  public init(
    store: SQLiteStore, directory: DataDirectory, parameters: Parameters, software: String,
    makeDigest: @escaping () -> StreamDigest
  ) {
    self.store = store
    self.directory = directory
    self.parameters = parameters
    self.software = software
    self.makeDigest = makeDigest
  }

  /// Makes a backup in the data directory's `backups`; when this returns, it is on the disk, name included. Blocks, and
  /// touches nothing that the server waits for.
  ///
  /// - Parameters:
  ///   - hasFiles: whether the bytes of waiting files are taken along; their records always are.
  ///   - now: the time it is of.
  ///   - stamp: the same as people read it, for its name: `2014-03-04_21:32:30`.
  /// - Returns: what it is.
  /// - Throws: `BackupError`; nothing is left behind.
  public func make(
    _ kind: BackupKind, hasFiles: Bool, at now: WallTime, stamp: String, progress: (BackupProgress) -> Void = { _ in }
  ) throws(BackupError) -> BackupEntry {
    do {
      try FileTree.create(directory.backups)
      let staging = try StagingDirectory(in: directory.backups)
      try checkRoom(hasFiles: hasFiles)
      if hasFiles {
        try linkFiles(into: staging.path)
      }
      try copyStore(into: staging.path, hasFiles: hasFiles, progress: progress)
      let copy = try SQLiteStore.openReadOnly(path: "\(staging.path)/\(BackupPart.store.name)")
      let files = hasFiles ? try copy.load().files.map(\.id) : []
      let exporter = Exporter(store: copy, parameters: parameters, now: now, newestBroadcasts: Self.broadcastsAsText)
      _ = try exporter.write(to: "\(staging.path)/\(BackupPart.textDirectory)")
      try copy.close()
      let parts = try copySmallFiles(into: staging.path) + files.map(BackupPart.file)
      let list = try parts.map { part in
        let size = try Self.size(of: "\(staging.path)/\(part.name)")
        return BackupManifest.Part(name: part.name, size: size, sha256: String(repeating: "0", count: 64))
      }
      let manifest = BackupManifest(
        format: BackupManifest.format(of: list.lazy.map(\.size)), software: software, schema: Schema.version,
        microseconds: now.microseconds, time: stamp, kind: kind, hasFiles: hasFiles, parts: list)
      let archive = try BackupArchive(path: "\(staging.path)/archive", makeDigest: makeDigest)
      let sealed = try archive.write(manifest, from: staging.path, progress: progress)
      let path = try FileTree.publish(archive.path, as: "\(directory.backups)/\(kind.prefix)\(stamp)", ".tar")
      return BackupEntry(path: path, size: try Self.size(of: path), manifest: sealed)
    } catch let error as TarError {
      throw .tooLarge(error.member ?? BackupPart.manifest.name)
    } catch {
      throw BackupError(error, in: directory.backups)
    }
  }

  /// The copy of the store and the archive lie side by side for a while; waiting files are linked, and only the archive takes
  /// room for them. Where they have to be copied, or the store grows meanwhile, the disk itself says when it is full.
  private func checkRoom(hasFiles: Bool) throws {
    var needed = 2 * (try store.size)
    if hasFiles {
      needed += try store.load().files.reduce(0) { $0 + $1.size }
    }
    try DiskRoom.check(needed, in: directory.backups)
  }

  // MARK: - Waiting files

  /// Gives every waiting file that has no link yet one under `staging`.
  private func linkFiles(into staging: String) throws(FileError) {
    try FileTree.create("\(staging)/files")
    for name in try DirectoryEntries.names(of: directory.files) ?? [] {
      if let id = FileID(depotName: name) {
        _ = try link(id, into: staging)
      }
    }
  }

  /// Links the bytes of `file` under `staging`; true when they are held there now.
  private func link(_ file: FileID, into staging: String) throws(FileError) -> Bool {
    let (source, target) = (directory.file(file), "\(staging)/\(BackupPart.file(file).name)")
    if access(target, F_OK) == 0 || Glibc.link(source, target) == 0 { return true }
    if errno == ENOENT { return false }
    // A file system without hard links: the bytes themselves then. They may be fetched before they are opened.
    do throws(FileError) {
      _ = try FileCopy.copy(from: source, to: target)
      return true
    } catch {
      guard error.path == source, error.code == ENOENT else { throw error }
      return false
    }
  }

  // MARK: - The parts

  private func copyStore(into staging: String, hasFiles: Bool, progress: (BackupProgress) -> Void) throws {
    let path = "\(staging)/\(BackupPart.store.name)"
    try store.copy(to: path) { done, total in
      progress(BackupProgress(phase: .copying, done: Int64(done), total: Int64(total)))
    }
    guard hasFiles else { return }
    let reader = try SQLiteStore.openReadOnly(path: path)
    let files = try reader.load().files.map(\.id)
    try reader.close()
    let gone = try files.filter { (file) throws(FileError) in try !link(file, into: staging) }
    if !gone.isEmpty {
      let copy = try SQLiteStore(path: path)
      try copy.forget(gone)
      try copy.close()
    }
  }

  /// Copies para.txt and tls to `staging`.
  ///
  /// - Returns: all parts but waiting files and the manifest's own, in the archive's order.
  private func copySmallFiles(into staging: String) throws(FileError) -> [BackupPart] {
    var parts = [BackupPart.store]
    if let bytes = try FileBytes.read(directory.parameters) {
      try Self.write(bytes, to: "\(staging)/\(BackupPart.parameters.name)")
      parts.append(.parameters)
    }
    parts += OriginalPart.allCases.map(BackupPart.text)
    try FileTree.create("\(staging)/tls")
    for name in try DirectoryEntries.names(of: directory.tls) ?? [] where BackupPart.isTLSName(name) {
      if let bytes = try FileBytes.read("\(directory.tls)/\(name)") {
        try Self.write(bytes, to: "\(staging)/\(BackupPart.tls(name).name)")
        parts.append(.tls(name))
      }
    }
    return parts
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try FileDescriptor(path, O_WRONLY | O_CREAT | O_EXCL).write(bytes)
  }

  private static func size(of path: String) throws(FileError) -> Int64 {
    try FileDescriptor(path, O_RDONLY).size()
  }
}
