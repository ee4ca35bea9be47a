import ChatSystem
import ChatTestSupport

/// The built `chatload`, on the built `chatctl`.
enum LoadTool {
  /// Whether a server and a generator have a processor each.
  static let canPin = ProcessorCount.usable >= 2

  /// Gives what it printed on its standard output, line by line, and its exit code.
  static func run(_ arguments: [String], server: String = Executable.path) async throws -> (
    lines: [String], code: Int32, errors: String
  ) {
    try await beside {
      let directory = try TemporaryDirectory()
      let process = try ChildProcess(
        Executable.load, arguments + ["--server", server, "--directory", directory.path])
      let code = try process.wait(within: 4 * ChildProcess.patience)
      return (process.output.split(separator: "\n").map(String.init), code, process.errors)
    }
  }
}
