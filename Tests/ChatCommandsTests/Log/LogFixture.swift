import ChatTestSupport
import Glibc

/// A data directory with logs, and `chatctl log …` on it.
struct LogFixture {
  let data: TemporaryDirectory

  init() throws {
    data = try TemporaryDirectory()
  }

  /// A server on the directory.
  func server(_ options: [String] = []) throws -> ServerProcess {
    try ServerProcess(data: data, options: options)
  }

  /// Starts `chatctl log` with these words.
  func start(_ words: [String], environment: [String: String] = [:]) throws -> ChildProcess {
    try ChildProcess(
      Executable.path, ["log"] + words + (words.first == "events" ? [] : ["--data", data.path]),
      environment: environment)
  }

  /// Runs it to its end.
  func run(
    _ words: String..., environment: [String: String] = [:]
  ) throws -> (code: Int32, lines: [String], errors: String) {
    let process = try start(words, environment: environment)
    let code = try process.wait()
    return (code, process.output.split(separator: "\n").map(String.init), process.errors)
  }

  /// The text of all logs.
  func everything() throws -> String {
    try data.names(in: "logs").map { try data.text(of: "logs/\($0)") }.joined()
  }

  /// Puts a log of these lines into the directory.
  func write(_ lines: [String], to name: String) throws {
    try data.write(lines.map { $0 + "\n" }.joined(), to: "logs/\(name)")
  }
}
