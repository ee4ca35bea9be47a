import ArgumentParser
import ChatClient
import ChatCore
import Glibc

/// Who logs in, said beforehand.
struct ConnectLogInOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Log in with this name.",
      discussion: "Without --password-file only the password is asked for.", valueName: "name"))
  var user: String?

  @Option(
    help: ArgumentHelp(
      "Log in with the password in this file; - takes the first line of standard input.",
      discussion: """
        The file holds one line and may not be readable by others. A wrong password is tried once, and then the program \
        ends with 77.
        """, valueName: "file"),
    completion: .file())
  var passwordFile: String?

  func validate() throws {
    if let user, (try? AccountName(user)) == nil {
      throw ValidationError(
        "--user takes a name of 1 to \(AccountName.maximumLength) of the characters A-Z a-z 0-9 . _ -")
    }
    if passwordFile == PasswordFile.standardInput, isatty(STDIN_FILENO) == 1 {
      throw ValidationError("Leave out --password-file at a terminal: the password is asked for.")
    }
  }

  /// Who logs in; nil when the name is asked for.
  ///
  /// - Parameter settings: what is written down, for what is not said.
  func credentials(_ settings: ConnectSettings) throws(Failure) -> Credentials? {
    guard let name = settings.user else {
      guard passwordFile == nil else {
        throw Failure(message: "a password needs a name: say --user NAME too.", code: EX_USAGE)
      }
      return nil
    }
    do throws(PasswordFile.Problem) {
      guard let passwordFile else { return Credentials(name: name) }
      return Credentials(name: name, password: try PasswordFile.read(passwordFile))
    } catch {
      throw Failure(error)
    }
  }
}

extension Failure {
  /// No password.
  init(_ problem: PasswordFile.Problem) {
    switch problem {
    case .file(let error): self.init(error)
    case .open: self.init(message: "\(problem)", code: EX_NOPERM)
    case .malformed: self.init(message: "\(problem)", code: EX_DATAERR)
    }
  }
}
