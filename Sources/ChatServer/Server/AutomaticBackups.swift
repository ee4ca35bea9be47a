import ChatCore
import ChatStore
import ChatSystem
import Dispatch

/// The backups that a server makes without being asked: on the way, and when it stops. It keeps the last ten of both.
///
/// On a queue of its own: making one reads the store beside the commits, and nothing of the chat waits for it.
final class AutomaticBackups: @unchecked Sendable {  // `timer` belongs to `queue`.
  /// So many are left.
  static let kept = 10

  private let queue = DispatchQueue(label: "chatctl.backup", qos: .utility)
  private let store: SQLiteStore
  private let directory: DataDirectory
  private let log: ServerLog
  private var timer: (any DispatchSourceTimer)?

  init(store: SQLiteStore, directory: DataDirectory, log: ServerLog) {
    self.store = store
    self.directory = directory
    self.log = log
  }

  /// Makes one every `seconds` from now on, in place of what was asked for before; 0 for none. With the parameters that
  /// `room` has then. From any queue.
  func start(every seconds: Double, for room: RoomQueue) {
    queue.async { [self] in
      timer?.cancel()
      timer = nil
      guard seconds > 0 else { return }
      timer = queue.timer(every: seconds) { [weak self] in self?.makeOnTheWay(parameters: room.parameters) }
    }
  }

  /// No further one is begun; waits until one that is being made is done. From any queue but this object's.
  func end() {
    queue.sync {
      timer?.cancel()
      timer = nil
    }
  }

  /// Makes one, and room for it. Blocks. One caller at a time.
  func make(_ kind: BackupKind, parameters: Parameters, at now: WallTime) throws(BackupError) {
    let creator = BackupCreator(
      store: store, directory: directory, parameters: parameters, software: Version.software,
      makeDigest: StreamDigest.sha256)
    let entry = try creator.make(kind, hasFiles: false, at: now, stamp: LocalTime(now).original)
    log.write(.backup, detail: entry.path, at: SystemClock.now().wall)
    do throws(FileError) {
      try BackupList(directory).prune(keeping: Self.kept, newest: entry)
    } catch {
      let text = "old backups could not be removed: \(error)"
      log.write(.backupError, detail: error.description, console: text, at: SystemClock.now().wall)
    }
  }

  /// Makes the one of a stop, without waiting files' bytes, and tells of each of the original's parts, which are on the disk
  /// by then. Blocks.
  ///
  /// - Throws: `BackupError`; nothing was told.
  func makeLast(parameters: Parameters, say: (String) -> Void) throws(BackupError) {
    try make(.stop, parameters: parameters, at: SystemClock.now().wall)
    for part in OriginalPart.allCases {
      say("[backup]\(part.backupText) been stored.")
    }
  }

  private func makeOnTheWay(parameters: Parameters) {
    do throws(BackupError) {
      try make(.automatic, parameters: parameters, at: SystemClock.now().wall)
    } catch {
      let text = "the backup could not be made: \(error)"
      log.write(.backupError, detail: error.description, console: text, at: SystemClock.now().wall)
    }
  }
}

extension OriginalPart {
  /// The original's words for the part.
  fileprivate var backupText: String {
    switch self {
    case .parameters: "MaxCon, BLOCK_TIME, LAST_HOUR, TIME_OUT all have"
    case .accounts: "user_password repository has"
    case .messages: "message_rep has"
    case .files: "file_rep has"
    case .blocks: "block_rep has"
    case .logInBlocks: "list_block has"
    }
  }
}

/// The recovery from a restore that was killed, before anything else in the data directory is touched.
public enum RestoreRecovery {
  /// Ends or undoes it; see `BackupRestorer.recoverIfNeeded`.
  ///
  /// - Returns: a sentence for the person when the restore was carried through; nil when nothing has changed.
  public static func run(in directory: DataDirectory, lock: DirectoryLock) throws(FileError) -> String? {
    try BackupRestorer.recoverIfNeeded(in: directory, lock: lock).map {
      "A restore that had been cut short was completed. What was there before is in \($0)"
    }
  }
}
