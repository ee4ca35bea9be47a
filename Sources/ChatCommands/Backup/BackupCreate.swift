import ArgumentParser
import ChatCore
import ChatServer
import ChatStore
import ChatSystem

/// `chatctl backup create`
struct BackupCreate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Make a backup, while the server runs or not.",
    discussion: """
      One tar archive in the data directory's backups: a copy of the store, the six text files of the original system,
      para.txt, key and certificate, and waiting files. Only its owner may read it.

      Of broadcasts that somebody has not read, the text files have the newest \(BackupCreator.broadcastsAsText). The copy of the store has
      them all; "backup export" writes them all.

      Example: chatctl backup create --data room
      """)

  @Flag(name: .customLong("no-files"), help: "Leave out the bytes of waiting files.")
  var leavesFiles = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var data: DataOptions

  func run() throws {
    do throws(Failure) {
      let line = BackupLine(try create())
      Console.output.say(json ? line.json.text : line.text)
    } catch {
      throw error.reported
    }
  }

  private func create() throws(Failure) -> BackupEntry {
    let directory = try data.directory.settled()
    try directory.takeOwnersRights()
    let parameters = try directory.savedParameters()
    do throws(BackupError) {
      let bar = ProgressBar()
      let now = SystemClock.now().wall
      let creator = BackupCreator(
        store: try Self.store(in: directory), directory: directory, parameters: parameters,
        software: Version.software, makeDigest: StreamDigest.sha256)
      return try creator.make(.manual, hasFiles: !leavesFiles, at: now, stamp: LocalTime(now).original) { bar.show($0) }
    } catch {
      throw Failure(message: error.description, code: error.exitCode)
    }
  }

  private static func store(in directory: DataDirectory) throws(BackupError) -> SQLiteStore {
    let isThere: Bool
    do throws(FileError) {
      // Looked at before SQLite has it open: closing a descriptor later would give up its locks.
      isThere = try FileDescriptor.regular(directory.store) != nil
    } catch {
      throw .file(error)
    }
    guard isThere else { throw .nothingThere(directory.path) }
    do throws(StoreError) {
      return try SQLiteStore.openReadOnly(path: directory.store)
    } catch {
      throw .store(error)
    }
  }
}
