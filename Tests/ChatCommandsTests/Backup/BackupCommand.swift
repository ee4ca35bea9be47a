import ChatTestSupport
import Foundation

/// `chatctl backup …` as a person runs it.
struct BackupCommand {
  let data: TemporaryDirectory

  struct Result {
    let code: Int32
    let output: String
    let errors: String

    /// The objects that `--json` printed, one a line.
    var objects: [[String: Any]] {
      output.split(separator: "\n").compactMap {
        try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      }
    }
  }

  /// Starts it.
  func start(_ arguments: [String]) throws -> ChildProcess {
    let process = try ChildProcess(Executable.path, ["backup"] + arguments + ["--data", data.path])
    process.closeInput()
    return process
  }

  /// Runs it to its end.
  @discardableResult
  func run(_ arguments: String...) throws -> Result {
    let process = try start(arguments)
    let code = try process.wait()
    return Result(code: code, output: process.output, errors: process.errors)
  }

  /// The names of the finished backups.
  func names() throws -> [String] {
    try data.names(in: "backups").filter { !$0.hasPrefix(".") }
  }

  /// Makes one and gives its name.
  func create(_ options: String...) throws -> String {
    let process = try start(["create", "--json"] + options)
    let code = try process.wait()
    let result = Result(code: code, output: process.output, errors: process.errors)
    guard code == 0, let name = result.objects.first?["name"] as? String else {
      throw ChildProcess.Mismatch(description: "no backup: \(code) \(result.output) \(result.errors)")
    }
    return name
  }
}
