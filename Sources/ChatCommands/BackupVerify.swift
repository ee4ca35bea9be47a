import ArgumentParser
import ChatServer
import ChatStore
import Foundation

/// `chatctl backup verify FILE`
struct BackupVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a backup as a restore would, without restoring it.",
    discussion: """
      Checks names, sizes and hashes of all parts, the store's pages and tables, and restores it in a temporary
      directory. The part that is wrong is named.

      Example: chatctl backup verify backup_2014-03-04_21:32:30.tar --data room
      """)

  @Argument(help: "The backup: a path, or a name that `backup list` shows.", completion: .file(extensions: ["tar"]))
  var file: String

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var data: DataOptions

  func run() throws {
    let path = BackupList(data.directory).path(for: file)
    do throws(BackupError) {
      let bar = ProgressBar()
      let report = try BackupVerifier(makeDigest: StreamDigest.sha256).verify(path, scratch: scratch) { bar.show($0) }
      if json {
        JSONLine.print(Result(report))
      } else {
        print("\(BackupLine(report.entry).text)  good: \(report.accounts) accounts, \(report.files) waiting files")
      }
    } catch {
      if json {
        JSONLine.print(Result(path, error))
      }
      throw Failure(message: error.description, code: error.exitCode).reported
    }
  }

  /// Beside the backups, where there is room for one as a rule; elsewhere when that is not ours to write to.
  private var scratch: String {
    let own = data.directory.backups
    guard access(own, W_OK) != 0 else { return own }
    return NSTemporaryDirectory()
  }

  private struct Result: Encodable {
    let ok: Bool
    let path: String
    var backup: BackupLine?
    var accounts: Int?
    var waitingFiles: Int?
    var part: String?
    var error: String?

    init(_ report: BackupReport) {
      ok = true
      path = report.entry.path
      backup = BackupLine(report.entry)
      accounts = report.accounts
      waitingFiles = report.files
    }

    init(_ path: String, _ error: BackupError) {
      ok = false
      self.path = path
      self.error = error.reason
      if case .refused(_, let part, _) = error { self.part = part }
    }

    private enum CodingKeys: String, CodingKey {
      case ok, path, backup, accounts, part, error
      case waitingFiles = "waiting_files"
    }
  }
}
