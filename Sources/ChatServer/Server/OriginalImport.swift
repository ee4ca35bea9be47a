import ChatCore
import ChatNet
import ChatStore
import ChatSystem

/// Brings the original's text files into a store, with the passwords hashed and the addresses as the room keys them.
public enum OriginalImport {
  /// Imports from `source` into `directory`, whose lock the caller holds.
  ///
  /// - Throws: `OriginalFilesError`; nothing has changed.
  public static func run(
    from source: String, into directory: DataDirectory, mode: ImportMode, cost: PasswordVerifier.Cost,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
  ) throws(OriginalFilesError) -> ImportReport {
    let store = try rethrow(
      SQLiteStore.open(path: directory.store, keepingOldIn: directory.backups), as: OriginalFilesError.store)
    let tools = ImportTools(
      hashPassword: { try PasswordHash.verifier(of: $0, cost: cost) },
      makeDigest: { StreamDigest.sha256() },
      placeKey: { SocketAddress(host: $0, port: 0)?.placeKey })
    let importer = Importer(store: store, directory: directory, tools: tools)
    let report = try importer.run(from: source, mode: mode, now: SystemClock.now().wall, progress: progress)
    try rethrow(store.checkpoint(), as: OriginalFilesError.store)
    try rethrow(store.close(), as: OriginalFilesError.store)
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

/// The original's user_pass.txt, which holds passwords as they are typed: wanted for one import, and then only by those who
/// should not have them.
public enum ClearPasswords {
  /// The path of the one in `directory`; nil when there is none, or all in it are hashed, as an export writes them.
  static func path(in directory: String) -> String? {
    let path = "\(directory)/\(OriginalPart.accounts.fileName)"
    guard let bytes = try? FileBytes.read(path) else { return nil }
    let isClear = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).contains { line in
      let fields = line.split(separator: " ")
      return fields.count > 1 && PasswordVerifier(phc: String(fields[1])) == nil
    }
    return isClear ? path : nil
  }

  /// A notice after an import from `directory`, one sentence; nil when there is nothing to say.
  public static func notice(in directory: String) -> String? {
    path(in: directory).map {
      "\($0) holds the passwords in clear, and is not needed any more by this server. Remove it with: rm \($0.shellWord)"
    }
  }
}

extension StreamDigest {
  /// A SHA-256, which ChatStore asks for and ChatNet has. Used on one thread.
  public static func sha256() -> StreamDigest {
    let hasher = SHA256Hasher()
    return StreamDigest(update: hasher.update, finish: hasher.finish)
  }
}
