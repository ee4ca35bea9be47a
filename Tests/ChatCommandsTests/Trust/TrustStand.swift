import ChatTestSupport
import Testing

/// A server with TLS, and a home directory in which its key may be remembered.
final class TrustStand {
  let server: ServerProcess
  let home: TemporaryDirectory

  /// 127.0.0.1, in a spelling that is an address to the resolver and a mere name to the rule: what holds for it holds for
  /// every other machine.
  static let elsewhere = "127.1"
  /// A key that no server here has.
  static let otherKey = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"

  init(options: [String] = []) throws {
    home = try TemporaryDirectory()
    server = try ServerProcess(options: options)
  }

  /// The fingerprint that the server has printed.
  var fingerprint: String {
    get throws { try #require(server.fingerprint) }
  }

  /// Starts `chatctl connect` to `host`, by default where the server is.
  func connect(
    _ options: String..., host: String = "127.0.0.1", environment: [String: String] = [:]
  ) throws -> ChildProcess {
    var environment = environment
    environment["XDG_CONFIG_HOME"] = home.path
    let client = try ChildProcess(
      Executable.path, ["connect", host, String(server.port)] + options, environment: environment)
    client.companion = server
    return client
  }

  /// The same in a terminal.
  func window(_ options: String...) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(columns: 200)
    try terminal.spawn(
      Executable.path, ["connect", "127.0.0.1", String(server.port)] + options,
      environment: ["TERM=xterm", "LC_ALL=C.UTF-8", "INPUTRC=/dev/null", "XDG_CONFIG_HOME=\(home.path)"])
    return terminal
  }

  /// Runs it up to its first question and away again, and gives what it said on standard error.
  func visit(
    _ options: String..., host: String = "127.0.0.1", environment: [String: String] = [:]
  ) throws -> (errors: String, code: Int32) {
    var environment = environment
    environment["XDG_CONFIG_HOME"] = home.path
    let client = try ChildProcess(
      Executable.path, ["connect", host, String(server.port)] + options, environment: environment)
    client.write("quit\n")
    client.closeInput()
    let code = try client.wait()
    #expect(code != 0 || client.output.hasSuffix("You are leaving the chatting room! See you again!\n"))
    return (client.errors, code)
  }

  /// What is remembered.
  func known() throws -> [String] {
    guard try home.names().contains("chatctl") else { return [] }
    return try home.text(of: "chatctl/known_hosts").split(separator: "\n").map(String.init)
  }

  /// Has another key be remembered for the server.
  func remember(_ kind: String, _ fingerprint: String = otherKey, host: String = "127.0.0.1") throws {
    try home.write("\(host):\(server.port) \(kind) \(fingerprint) 2014-03-04\n", to: "chatctl/known_hosts")
  }
}
