import ChatCore
import ChatSystem

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
