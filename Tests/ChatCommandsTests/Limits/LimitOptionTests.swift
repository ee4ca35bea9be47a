import ChatCore
import ChatTestSupport
import Foundation
import Testing

/// The table of limits, the options and the status say the same.
@Suite(.waiting) struct LimitOptionTests {
  private func value(besidesBuiltInOf limit: Setting) -> Int64 {
    Int64(Settings()[limit]) + 1
  }

  private func limits(shownBy server: ServerProcess) throws -> [String: [String: Any]] {
    let json = try JSONSerialization.jsonObject(with: Data(try server.admin("status", "--json").output.utf8))
    return try #require((json as? [String: Any])?["limits"] as? [String: [String: Any]])
  }

  @Test func everyLimitCanBeSetAndIsShown() throws {
    let server = try ServerProcess(
      options: Setting.limits.flatMap { ["--\($0.rawValue)", String(value(besidesBuiltInOf: $0))] })
    let shown = try limits(shownBy: server)
    #expect(shown.count == Setting.limits.count)
    let text = try server.admin("status").output
    for limit in Setting.limits {
      #expect(shown[limit.jsonKey]?["limit"] as? Int64 == value(besidesBuiltInOf: limit), "\(limit.rawValue)")
      #expect(shown[limit.jsonKey]?["unit"] as? String == limit.unit)
      #expect(text.contains("\n\(limit.rawValue) "), "\(limit.rawValue)")
    }
  }

  @Test func theDefaultsHold() throws {
    let data = try TemporaryDirectory()
    let server = try ChildProcess(
      Executable.path, ["serve", "0", "--listen", "127.0.0.1", "--data", data.path, "--password-cost", "4"])
    try server.expect("The data directory is")
    let status = try ChildProcess(Executable.path, ["admin", "status", "--json", "--data", data.path])
    #expect(try status.wait() == 0)
    for limit in Setting.limits {
      #expect(
        status.output.contains("\"\(limit.jsonKey)\":{\"limit\":\(Int64(Settings()[limit])),"), "\(limit.rawValue)")
    }
  }

  @Test func theHelpHasEveryRow() throws {
    let help = try ChildProcess(Executable.path, ["serve", "--help"], environment: ["COLUMNS": "1000"])
    #expect(try help.wait() == 0)
    let words = help.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for limit in Setting.limits {
      let row =
        "--\(limit.rawValue) <\(limit.valueName)> \(limit.meaning) (default: \(limit.text(of: limit.builtIn)))"
      #expect(words.contains(row), "\(row)")
    }
  }

  @Test(arguments: [Setting.messageBurst, .connectionsPerAddress])
  func whatIsOutOfRangeIsRefused(limit: Setting) throws {
    for value in [Int64(limit.range.lowerBound) - 1, Int64(limit.range.upperBound) + 1] {
      let data = try TemporaryDirectory()
      let server = try ChildProcess(
        Executable.path, ["serve", "0", "--data", data.path, "--\(limit.rawValue)=\(value)"])
      #expect(try server.wait() == 64)
      #expect(server.errors.contains("--\(limit.rawValue) takes a whole number from"))
    }
  }
}
