import ChatCore
import ChatNet
import ChatStore

/// Brings the original's text files into a store, with the passwords hashed and the addresses as the room keys them.
public enum OriginalImport {
  /// Imports from `source` into `directory`, whose lock the caller holds.
  ///
  /// - Throws: `OriginalFilesError`; nothing has changed.
  public static func run(
    from source: String, into directory: DataDirectory, mode: ImportMode, cost: PasswordVerifier.Cost,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
  ) throws(OriginalFilesError) -> ImportReport {
    let store: SQLiteStore
    do throws(StoreError) {
      store = try SQLiteStore.open(path: directory.store, keepingOldIn: directory.backups)
    } catch {
      throw .store(error)
    }
    let tools = ImportTools(
      hashPassword: { try PasswordHash.verifier(of: $0, cost: cost) },
      makeDigest: { StreamDigest.sha256() },
      placeKey: { SocketAddress(host: $0, port: 0)?.placeKey })
    let importer = Importer(store: store, directory: directory, tools: tools)
    let report = try importer.run(from: source, mode: mode, now: SystemClock.now().wall, progress: progress)
    do throws(StoreError) {
      try store.checkpoint()
      try store.close()
    } catch {
      throw .store(error)
    }
    return report
  }

  /// Imports what the original left in the data directory itself, if there is no store of ours yet. The files stay where
  /// they are, so a later start finds them again beside a store that is in use, and leaves them alone.
  ///
  /// - Throws: `ServerError`; nothing has changed.
  static func runIfNeeded(
    _ directory: DataDirectory, cost: PasswordVerifier.Cost, console: Console
  ) throws(ServerError) {
    guard directory.holdsOriginalFiles, try storeIsUnused(in: directory, console: console) else { return }
    console.say("Importing the files of the original system from \(directory.path) ...")
    do throws(OriginalFilesError) {
      let report = try run(from: directory.path, into: directory, mode: .refuse, cost: cost) { _, _ in }
      for warning in report.warnings {
        console.say("\(warning)")
      }
      console.say(report.summary)
      if let notice = ClearPasswords.notice(in: directory.path) { console.say("Warning: \(notice)") }
    } catch {
      throw .original(error)
    }
  }

  private static func storeIsUnused(in directory: DataDirectory, console: Console) throws(ServerError) -> Bool {
    let store = try directory.openStore(console: console)
    do throws(StoreError) {
      let isUnused = try store.isUnused
      try store.close()
      return isUnused
    } catch {
      throw .store(error)
    }
  }
}

extension ImportReport {
  /// The numbers of what came in, in one line.
  public var summary: String {
    "Imported \(accounts) users, \(messages) messages, \(files) files, \(blocks) blocks and \(logInBlocks) blocked log-ins."
  }
}
