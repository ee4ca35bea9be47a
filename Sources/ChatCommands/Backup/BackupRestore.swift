import ArgumentParser
import ChatCore
import ChatServer
import ChatStore

/// `chatctl backup restore FILE`
struct BackupRestore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a backup in the place of a stopped server's data.",
    discussion: """
      The backup is checked first, and all or nothing of it is restored. What was there before is kept in a directory
      replaced_… in the data directory.

      Example: chatctl backup restore backup_2014-03-04_21:32:30.tar --data room
      """)

  @Argument(help: "The backup: a path, or a name that `backup list` shows.", completion: .backups)
  var file: String

  @Flag(name: .customLong("yes"), help: "Do not ask.")
  var isConfirmed = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var data: DataOptions

  func run() throws {
    do throws(Failure) {
      let directory = try data.ownDirectory
      let path = BackupList(directory).path(for: file)
      let lock = try directory.locked(toRead: path)
      defer { withExtendedLifetime(lock) {} }
      try Confirmation.ask(
        "What is in \(directory.path) will be replaced by the backup \(path), and kept aside. Go on?",
        isGiven: isConfirmed)
      tell(try restore(path, into: directory, lock: lock))
    } catch {
      throw error.reported
    }
  }

  private func restore(
    _ path: String, into directory: DataDirectory, lock: DirectoryLock
  ) throws(Failure) -> BackupReport {
    let bar = ProgressBar()
    do throws(BackupError) {
      return try BackupRestorer(directory: directory, lock: lock, makeDigest: StreamDigest.sha256)
        .restore(path, stamp: LocalTime(SystemClock.now().wall).original) { bar.show($0) }
    } catch {
      throw Failure(message: error.description, code: error.exitCode)
    }
  }

  private func tell(_ report: BackupReport) {
    let files = report.files - report.lostFiles
    guard !json else {
      return Console.output.say(
        JSONValue.object([
          ("backup", BackupLine(report.entry).json), ("accounts", .integer(Int64(report.accounts))),
          ("waiting_files", .integer(Int64(files))), ("lost_files", .integer(Int64(report.lostFiles))),
          ("replaced", report.replaced.map { .string($0) } ?? .null),
        ]).text)
    }
    Console.output.say("Restored \(report.entry.name): \(report.accounts) accounts, \(files) waiting files.")
    if report.lostFiles > 0 {
      Console.output.say(
        "\(report.lostFiles) waiting files are gone: their bytes are neither in the backup nor in the old data.")
    }
    if let replaced = report.replaced {
      Console.output.say("What was there before is in \(replaced)")
    }
  }
}
