import ChatTestSupport
import Glibc

/// Accounts of a server, and programs that log in with them.
struct BotHouse {
  /// The password of everybody.
  static let password = "secret-password"

  let server: ServerProcess
  let directory: TemporaryDirectory

  /// A room with accounts of these names.
  init(_ names: String..., options: [String] = [], data: TemporaryDirectory? = nil) throws {
    server = try ServerProcess(data: data, options: options)
    directory = try TemporaryDirectory()
    try directory.write(Self.password + "\n", to: "password")
    chmod(directory.path(of: "password"), 0o600)
    let guest = try server.client()
    for name in names {
      guest.write("register\n\(name)\n\(Self.password)\n\(Self.password)\n")
    }
    guest.closeInput()
    guard try guest.wait() == 0 else { throw ChildProcess.Mismatch(description: guest.output) }
  }

  /// Starts a program that logs in as `name`.
  func program(_ name: String, _ options: String...) throws -> ChildProcess {
    try server.client(["--user", name, "--password-file", directory.path(of: "password")] + options)
  }

  /// Starts one, gives it `input`, and waits for its end.
  func run(
    _ name: String, _ options: String..., input: String = ""
  ) throws -> (output: String, errors: String, code: Int32) {
    let process = try server.client(["--user", name, "--password-file", directory.path(of: "password")] + options)
    process.write(input)
    process.closeInput()
    let code = try process.wait()
    return (process.output, process.errors, code)
  }

  /// What was sent to `name` and was not shown yet, each line with its sender.
  func missed(_ name: String) throws -> [String] {
    let process = try program(name)
    process.closeInput()
    let lines = try process.rest().lines
    return Array(lines.drop { $0 != "The off-line messages during you are not in:" }.dropFirst()).prefix {
      $0 != "Now you can input commands as above instructed:"
    }.map { $0 }
  }
}
