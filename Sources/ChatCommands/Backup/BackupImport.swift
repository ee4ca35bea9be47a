import ArgumentParser
import ChatCore
import ChatServer
import ChatStore
import Glibc

/// `chatctl backup import DIR`
struct BackupImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import the six text files of the original system.",
    discussion: """
      All or nothing: when a line is wrong, it is named and nothing changes. The server must be stopped. The line ends of
      other systems are taken off. With --merge, what is there already does not come in again, so that the same import a
      second time changes nothing.

      Example: chatctl backup import samples --data room
      """)

  @Argument(help: "The directory with para.txt, user_pass.txt and the others.", completion: .directory)
  var source: String

  @Flag(help: "Keep our accounts where a name exists on both sides.")
  var merge = false

  @Flag(help: "Take their accounts where a name exists on both sides.")
  var replace = false

  @Flag(name: .customLong("yes"), help: "Do not ask before --replace.")
  var isConfirmed = false

  @Option(
    help: ArgumentHelp("The work in a password check: scrypt's N is 2 to this power, 1 to 17.", valueName: "logarithm"))
  var passwordCost: Int = PasswordVerifier.Cost.standard.logN

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var data: DataOptions

  func validate() throws {
    guard !(merge && replace) else { throw ValidationError("--merge and --replace exclude each other.") }
    guard PasswordVerifier.Cost(logN: passwordCost) != nil else {
      throw ValidationError("--password-cost takes a whole number from 1 to 17.")
    }
  }

  func run() throws {
    do throws(Failure) {
      if replace {
        try Confirmation.ask(
          "Accounts of the same name will be deleted with their messages and files. Go on?", isGiven: isConfirmed)
      }
      let report = try importFiles()
      if let notice = ClearPasswords.notice(in: source) { Console.errors.say("Warning: \(notice)") }
      guard !json else { return Console.output.say(Self.json(of: report).text) }
      for warning in report.warnings {
        Console.errors.say("\(warning)")
      }
      Console.output.say(report.summary)
    } catch {
      throw error.reported
    }
  }

  private static func json(of report: ImportReport) -> JSONValue {
    .object([
      ("users", .integer(Int64(report.accounts))), ("messages", .integer(Int64(report.messages))),
      ("files", .integer(Int64(report.files))), ("blocks", .integer(Int64(report.blocks))),
      ("blocked_log_ins", .integer(Int64(report.logInBlocks))), ("parameters", .bool(report.takesParameters)),
      ("warnings", .array(report.warnings.map { .string($0.description) })),
    ])
  }

  private func importFiles() throws(Failure) -> ImportReport {
    let directory = try data.ownDirectory
    let lock = try directory.locked(toRead: source)
    defer { withExtendedLifetime(lock) {} }
    let bar = ProgressBar()
    do throws(OriginalFilesError) {
      return try OriginalImport.run(
        from: source, into: directory, mode: merge ? .merge : replace ? .replace : .refuse,
        cost: PasswordVerifier.Cost(logN: passwordCost) ?? .standard
      ) { bar.show("hashing passwords", Int64($0), of: Int64($1)) }
    } catch {
      throw Failure(message: error.description, code: error.exitCode)
    }
  }
}
