import ChatTestSupport
import Foundation
import Glibc
import Testing

/// What whoever starts a room for the first time is told, and that it is true.
@Suite(.waiting) struct FirstStartTests {
  private let data: TemporaryDirectory

  init() throws {
    data = try TemporaryDirectory()
  }

  /// The greeting of a server on any free port of all addresses, started as `chatctl` from the PATH, and the server.
  private func start(
    _ options: [String] = [], until last: String, environment: [String: String] = [:]
  ) throws -> (lines: [String], port: String, process: ChildProcess) {
    let home = (Executable.path as NSString).deletingLastPathComponent
    let process = try ChildProcess(
      "/bin/sh", ["-c", "exec chatctl serve 0 \"$@\"", "sh"] + options,
      environment: ["PATH": "\(home):/usr/bin:/bin"].merging(environment) { $1 })
    try process.expect(last)
    _ = try process.nextLine()
    let lines = process.output.split(separator: "\n").map(String.init)
    return (lines, String(lines[1].split(separator: ":").last ?? ""), process)
  }

  private func stop(_ process: ChildProcess) throws {
    process.signal(SIGTERM)
    #expect(try process.wait() == 0)
  }

  @Test func theFirstStartTellsAllAndTheNextLess() throws {
    let option = ["--listen", "127.0.0.1", "--data", data.path]
    let (first, port, server) = try start(option, until: "To stop: ")
    let fingerprint = try OpenSSLTool.fingerprint(of: data.path(of: "tls/cert.pem"))
    #expect(
      first == [
        "Server is running now...",
        "Server is listening for connections now... 127.0.0.1:\(port)",
        "The data directory is \(data.path)",
        "In it are now chat.sqlite (the room), para.txt (its parameters), tls (its key)",
        "Join, then type register: chatctl connect 127.0.0.1 \(port)",
        "Others on this machine join with this line:",
        "chatctl connect 127.0.0.1 \(port) --fingerprint \(fingerprint)",
        "To close registration (or invited): chatctl admin set registration closed --data \(data.path)",
        "To stop: chatctl admin stop --data \(data.path)",
      ])
    for name in ["chat.sqlite", "para.txt", "tls"] { #expect(try data.names().contains(name)) }
    try stop(server)

    let (second, again, next) = try start(option, until: "chatctl connect ")
    try stop(next)
    let greeting = next.output.prefix(upTo: try #require(next.output.firstRange(of: "The server_stop")).lowerBound)
    #expect(second.joined(separator: "\n") + "\n" == greeting)
    #expect(
      second == [
        "Server is running now...",
        "Server is listening for connections now... 127.0.0.1:\(again)",
        "The data directory is \(data.path)",
        "Others on this machine join with this line:",
        "chatctl connect 127.0.0.1 \(again) --fingerprint \(fingerprint)",
      ])
  }

  @Test func aStartThatCouldNotListenWasNone() throws {
    let neighbour = try IdlePort()
    let taken = try neighbour.listen()
    let failed = try ChildProcess(
      Executable.path, ["serve", String(taken), "--listen", "127.0.0.1", "--data", data.path])
    #expect(try failed.wait() == EX_UNAVAILABLE)
    #expect(
      failed.errors
        == "chatctl: cannot listen on 127.0.0.1:\(taken): the port is in use; stop the program that uses it "
        + "or choose another port, as in \"chatctl serve 2345\"\n")
    #expect(failed.output.isEmpty)
    withExtendedLifetime(neighbour) {}
    let (lines, _, server) = try start(["--listen", "127.0.0.1", "--data", data.path], until: "To stop: ")
    #expect(lines.count == 9)
    try stop(server)
  }

  @Test func theDirectoryIsNamedOnlyWhereItHasToBe() throws {
    let home = ["HOME": data.path, "CHATCTL_DATA": ""]
    let options = ["--listen", "127.0.0.1"]
    let (usual, _, server) = try start(options, until: "To stop: ", environment: home)
    // Where this machine has a room of its own for those who may look into it, that is another room.
    if access("/etc/chatctl/serve.conf", F_OK) != 0 {
      #expect(usual.last == "To stop: chatctl admin stop")
      #expect(usual[2] == "The data directory is \(data.path)/.local/share/chatctl")
    }
    let status = try ChildProcess(Executable.path, ["admin", "stop"], environment: home)
    #expect(try status.wait() == 0)
    #expect(try server.wait() == 0)

    let environment = ["HOME": data.path, "CHATCTL_DATA": data.path(of: "my room")]
    let (named, _, other) = try start(options, until: "To stop: ", environment: environment)
    #expect(named.last == "To stop: chatctl admin stop --data '\(data.path)/my room'")
    try stop(other)
  }

  @Test func onATerminalKeysAreNamedAndAProgramThatIsNotInThePathIs() throws {
    let window = try Window(
      ["serve", "0", "--listen", "127.0.0.1", "--password-cost", "4", "--data", data.path], with: data, columns: 250)
    try window.terminal.read("To stop: ")
    let program = Executable.path
    try window.expect("To stop: Ctrl+C, or type stop; elsewhere \(program) admin stop --data \(data.path)", "")
    #expect(
      window.terminal.text.contains("Join in another terminal, then type register: \(program) connect 127.0.0.1 "))
    window.send("stop")
    #expect(try window.terminal.wait() == 0)
  }
}
