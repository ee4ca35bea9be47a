import ArgumentParser
import ChatCore
import ChatServer
import ChatStore
import ChatSystem
import Glibc

/// `chatctl backup verify FILE`
struct BackupVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a backup as a restore would, without restoring it.",
    discussion: """
      Checks names, sizes and hashes of all parts, the store's pages and tables and each of its messages, and restores it in a
      temporary directory. The part that is wrong is named.

      Example: chatctl backup verify backup_2014-03-04_21:32:30.tar --data room
      """)

  @Argument(help: "The backup: a path, or a name that `backup list` shows.", completion: .backups)
  var file: String

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var data: DataOptions

  func run() throws {
    let directory: DataDirectory
    let path: String
    do throws(Failure) {
      directory = try data.directory
      path = BackupList(directory).path(for: file)
      if access(path, F_OK) != 0 { try directory.requireReadable() }
    } catch {
      throw error.reported
    }
    do throws(BackupError) {
      let bar = ProgressBar()
      let scratch = scratch(of: directory)
      let report = try BackupVerifier(makeDigest: StreamDigest.sha256).verify(path, scratch: scratch) { bar.show($0) }
      if json {
        Console.output.say(Self.json(of: report).text)
      } else {
        Console.output.say(
          "\(BackupLine(report.entry).text)  good: \(report.accounts) accounts, \(report.files) waiting files")
      }
    } catch {
      if json {
        Console.output.say(Self.json(of: error, path: path).text)
      }
      throw Failure(message: error.description, code: error.exitCode).reported
    }
  }

  /// Beside the backups, where there is room for one as a rule; elsewhere when that is not ours to write to.
  private func scratch(of directory: DataDirectory) -> String {
    let own = directory.backups
    guard access(own, W_OK) != 0 else { return own }
    return BaseDirectory.temporary
  }

  private static func json(of report: BackupReport) -> JSONValue {
    .object([
      ("ok", .bool(true)), ("path", .string(report.entry.path)), ("backup", BackupLine(report.entry).json),
      ("accounts", .integer(Int64(report.accounts))), ("waiting_files", .integer(Int64(report.files))),
    ])
  }

  private static func json(of error: BackupError, path: String) -> JSONValue {
    var part = JSONValue.null
    if case .refused(_, let name, _) = error { part = .string(name) }
    return .object([
      ("ok", .bool(false)), ("path", .string(path)), ("part", part), ("error", .string(error.reason)),
    ])
  }
}
