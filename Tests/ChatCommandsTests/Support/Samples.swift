import ChatTestSupport
import Foundation

/// The samples directory of this package: the nine users of the original, its parameters, a file to send.
enum Samples {
  /// Where it is.
  static let path = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("samples").path

  /// The text of the file `name`.
  static func text(of name: String) throws -> String {
    String(decoding: try bytes(of: name), as: UTF8.self)
  }

  /// The bytes of the file `name`.
  static func bytes(of name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
  }

  /// Puts all of it into `directory`, with other values in para.txt where `parameters` says so.
  static func copy(into directory: TemporaryDirectory, parameters: [String: String] = [:]) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      try directory.write(try bytes(of: name), to: name)
    }
    try directory.write(try parameterFile(changing: parameters), to: "para.txt")
  }

  /// The text of para.txt with other values where `parameters` says so.
  static func parameterFile(changing parameters: [String: String]) throws -> String {
    try text(of: "para.txt").split(separator: "\n").map { line in
      let name = String(line.prefix { $0 != " " })
      return "\(name) \(parameters[name] ?? String(line.dropFirst(name.count + 1)))\n"
    }.joined()
  }

  /// The password of one of the nine.
  static func password(of user: String) throws -> String {
    let line = try text(of: "user_pass.txt").split(separator: "\n").first { $0.hasPrefix("\(user) ") }
    guard let line else { throw ChildProcess.Mismatch(description: "the samples have no user \(user)") }
    return String(line.dropFirst(user.count + 1))
  }
}
