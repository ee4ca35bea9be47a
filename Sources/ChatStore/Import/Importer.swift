import ChatCore
import ChatSystem
import Glibc

/// Brings the original's six text files, and the waiting files' bytes beside them, into a store: all or nothing.
///
/// The server is stopped meanwhile: the caller holds the data directory's lock.
public struct Importer {
  private let store: SQLiteStore
  private let directory: DataDirectory
  private let tools: ImportTools

  /// An importer into `store`, which lies in `directory`.
  public init(store: SQLiteStore, directory: DataDirectory, tools: ImportTools) {
    self.store = store
    self.directory = directory
    self.tools = tools
  }

  /// Imports what lies at `source`.
  ///
  /// - Parameter progress: told how many clear passwords of how many are hashed, one call at a time, on any thread.
  /// - Throws: `OriginalFilesError`; nothing has changed.
  public func run(
    from source: String, mode: ImportMode, now: WallTime,
    progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(OriginalFilesError) -> ImportReport {
    let original = try OriginalFiles.read(from: source)
    let state = try loadStore()
    var planner = ImportPlanner(
      original: original, store: state, mode: mode, now: now,
      bytesExist: { name in Self.isRegularFile("\(source)/\(name)") },
      countKnown: { (wanted) throws(StoreError) in try store.countKnown(wanted, state: state) },
      placeKey: tools.placeKey)
    let plan = try planner.makePlan()
    let verifiers = try PasswordHashing.verifiers(
      for: plan.accounts.map(\.secret), hash: tools.hashPassword, progress: progress)

    let copies = FileCopies(directory: directory)
    let files = try copies.copy(plan.files, from: source, now: now, makeDigest: tools.makeDigest)
    let parameters = try takeParameters(of: plan, mode: mode)
    let discarded: [FileID]
    do throws(StoreError) {
      discarded = try store.write { db in
        try ImportWriter(db: db).write(plan, verifiers: verifiers, files: files, now: now)
      }
    } catch {
      parameters?.restore()
      throw .store(error)
    }
    copies.keep()
    for file in discarded {
      unlink(directory.file(file))
    }
    return report(plan, takesParameters: parameters != nil)
  }

  private func loadStore() throws(OriginalFilesError) -> DurableState {
    return try rethrow(store.load(), as: OriginalFilesError.store)
  }

  /// Takes para.txt over before the store commits: should the machine stop in between, the import can be run again,
  /// which it could not the other way round, for the names would exist by then.
  private func takeParameters(of plan: ImportPlan, mode: ImportMode) throws(OriginalFilesError) -> ReplacedFile? {
    guard let parameters = plan.parameters else { return nil }
    do throws(FileError) {
      let old = try FileBytes.read(directory.parameters)
      if mode == .merge, old != nil { return nil }
      let replaced = ReplacedFile(path: directory.parameters, old: old)
      try AtomicFile.write(ParameterFile.bytes(of: parameters), to: directory.parameters)
      return replaced
    } catch {
      throw .file(error)
    }
  }

  private func report(_ plan: ImportPlan, takesParameters: Bool) -> ImportReport {
    var report = ImportReport()
    report.accounts = plan.accounts.count
    report.messages = plan.messages.count
    report.files = plan.files.count
    report.blocks = plan.blocks.count
    report.logInBlocks = plan.logInBlocks.count
    report.takesParameters = takesParameters
    let order = Dictionary(uniqueKeysWithValues: OriginalPart.allCases.enumerated().map { ($1.fileName, $0) })
    report.warnings = plan.warnings.sorted { (order[$0.file] ?? 0, $0.line) < (order[$1.file] ?? 0, $1.line) }
    return report
  }

  private static func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// A file that was replaced, and what it held.
  private struct ReplacedFile {
    let path: String
    let old: [UInt8]?

    /// Puts back what was there. That this could fail too leaves other parameters, and no data, behind.
    func restore() {
      if let old {
        try? AtomicFile.write(old, to: path)
      } else {
        unlink(path)
      }
    }
  }
}

/// The bytes of imported files on their way into the data directory. Those that are not kept go with the value.
final class FileCopies {
  private let directory: DataDirectory
  private var made: [FileID] = []

  init(directory: DataDirectory) {
    self.directory = directory
  }

  deinit {
    for file in made {
      unlink(directory.file(file))
    }
  }

  /// Copies the bytes of `files`, synced, to where the server looks for them.
  ///
  /// - Throws: `OriginalFilesError.file`.
  func copy(
    _ files: [ImportPlan.NewFile], from source: String, now: WallTime, makeDigest: () -> StreamDigest
  ) throws(OriginalFilesError) -> [WaitingFile] {
    var copies: [WaitingFile] = []
    do throws(FileError) {
      if !files.isEmpty {
        try FileTree.create(directory.files)
      }
      for file in files {
        made.append(file.id)
        let digest = makeDigest()
        let size = try FileCopy.copy(from: "\(source)/\(file.bytesName)", to: directory.file(file.id)) {
          digest.update($0)
        }
        copies.append(
          WaitingFile(
            id: file.id, sender: file.sender, recipient: file.recipient, name: file.name, size: size,
            digest: digest.finish(), time: now))
      }
    } catch {
      throw .file(error)
    }
    return copies
  }

  /// The store knows them now.
  func keep() {
    made = []
  }
}

/// The way of an import with names that exist in our store already.
public enum ImportMode: Sendable {
  /// It refuses.
  case refuse
  /// Our accounts stay as they are; messages, files and blocks for them come in.
  case merge
  /// Our accounts of those names go, with everything that de-registering takes away; theirs come in.
  case replace
}

/// The result of an import.
public struct ImportReport: Sendable {
  /// New accounts.
  public var accounts = 0
  /// Messages waiting for their receivers.
  public var messages = 0
  /// Waiting files.
  public var files = 0
  /// Pairs of people, one of whom takes nothing from the other.
  public var blocks = 0
  /// Names blocked on addresses.
  public var logInBlocks = 0
  /// True when para.txt was taken over.
  public var takesParameters = false
  /// The lines that were dropped, or kept in another form, in the order of files and lines.
  public var warnings: [LineError] = []

  /// A report of nothing.
  public init() {}
}
