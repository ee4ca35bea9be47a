import ChatCore
import ChatSystem

/// Checks a backup without believing it: names, kinds, sizes and hashes of its members, the store's pages and tables,
/// the texts; then a rehearsal of its restore in a directory of its own.
public struct BackupVerifier {
  private let makeDigest: () -> StreamDigest

  /// A verifier that hashes with these SHA-256 digests.
  public init(makeDigest: @escaping () -> StreamDigest) {
    self.makeDigest = makeDigest
  }

  /// Checks the backup at `path`.
  ///
  /// - Parameter scratch: an existing directory with room for everything but the bytes of waiting files.
  /// - Throws: `BackupError`; `.refused` names the part that is wrong.
  public func verify(
    _ path: String, scratch: String, progress: (BackupProgress) -> Void = { _ in }
  ) throws(BackupError) -> BackupReport {
    do {
      let reader = BackupReader(path: path, makeDigest: makeDigest)
      let staging = try StagingDirectory(in: scratch)
      let manifest = try reader.unpack(
        to: staging.path, keepsFiles: false, isSynced: false, progress: progress)
      let state = try UnpackedBackup(directory: staging.path, manifest: manifest).rehearse(progress: progress)
      return BackupReport(try reader.entry(), state)
    } catch {
      throw BackupError(error, in: path)
    }
  }
}

/// The parts of a backup in a directory, each of them what the manifest says; whether they make sense is checked here.
struct UnpackedBackup {
  let directory: String
  let manifest: BackupManifest

  /// Looks at every part as a server would that starts on it, and more closely: the store is opened, brought up to date and
  /// loaded by the same code, and every message looked at.
  ///
  /// - Returns: what the store holds, except messages.
  /// - Throws: `BackupRefusal`, `StoreError` and `FileError`.
  func rehearse(progress: (BackupProgress) -> Void) throws -> DurableState {
    let own = BackupPart.store.name
    try checkTexts()
    progress(BackupProgress(phase: .inspecting, done: 0, total: 0))
    let state: DurableState
    do throws(StoreError) {
      let store = try SQLiteStore.open(path: "\(directory)/\(own)", depth: .full, keepingOldIn: nil)
      state = try store.load()
      try store.checkpoint()
      try store.close()
    } catch {
      if case .unreadable(_, let detail) = error { throw BackupRefusal(own, .store(detail)) }
      throw error
    }
    try checkFiles(state)
    return state
  }

  private func checkTexts() throws {
    for part in [BackupPart.parameters, .text(.parameters)] {
      let bytes = try FileBytes.read("\(directory)/\(part.name)") ?? []
      do throws(LineError) {
        _ = try ParameterFile(bytes)
      } catch {
        throw BackupRefusal(part.name, .text("line \(error.line): \(error.what)"))
      }
    }
    do throws(OriginalFilesError) {
      _ = try OriginalFiles.read(from: "\(directory)/\(BackupPart.textDirectory)")
    } catch {
      guard case .line(let line) = error else { throw error }
      throw BackupRefusal("\(BackupPart.textDirectory)/\(line.file)", .text("line \(line.line): \(line.what)"))
    }
  }

  /// Every waiting file's bytes belong to a record, and the other way round, as far as the backup has them at all.
  private func checkFiles(_ state: DurableState) throws {
    guard manifest.hasFiles else { return }
    var records = Dictionary(uniqueKeysWithValues: state.files.map { (BackupPart.file($0.id).name, $0) })
    for part in manifest.parts {
      guard case .file = BackupPart(name: part.name) else { continue }
      guard let record = records.removeValue(forKey: part.name), record.size == part.size,
        Hexadecimal.text(of: record.digest) == part.sha256
      else { throw BackupRefusal(part.name, .unknownFile) }
    }
    if let missing = records.keys.min() { throw BackupRefusal(missing, .missing) }
  }
}

/// The contents of a checked or restored backup.
public struct BackupReport: Hashable, Sendable {
  /// Which one.
  public let entry: BackupEntry
  /// How many accounts.
  public let accounts: Int
  /// How many waiting files, with or without their bytes.
  public let files: Int
  /// Waiting files whose bytes are neither in the backup nor beside it: a restore has to leave their records out.
  public internal(set) var lostFiles = 0
  /// Where a restore has put what was there before; nil after a check.
  public internal(set) var replaced: String?

  init(_ entry: BackupEntry, _ state: DurableState) {
    self.entry = entry
    accounts = state.accounts.count
    files = state.files.count
  }
}

/// How far a backup or a restore is.
public struct BackupProgress: Hashable, Sendable {
  /// A phase of the work.
  public enum Phase: String, Sendable {
    /// The store is copied, beside the server.
    case copying
    /// The archive is written.
    case writing
    /// A backup is read and checked.
    case checking
    /// The store of a backup is looked through; how far, nobody can tell.
    case inspecting
  }

  /// The phase that goes on.
  public let phase: Phase
  /// The bytes that are done.
  public let done: Int64
  /// The bytes that there are; 0 when nobody can tell.
  public let total: Int64
}
