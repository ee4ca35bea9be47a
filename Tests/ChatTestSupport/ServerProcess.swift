/// A real `chatctl serve` on a free port of the loopback, with a data directory of its own.
public final class ServerProcess {
  /// The directory, which outlives the process: start another server on it.
  public let data: TemporaryDirectory
  /// The port it listens on.
  public let port: Int
  /// The process.
  public let process: ChildProcess

  /// Starts a server and waits until it listens.
  ///
  /// Passwords are hashed cheaply, and messages taken as fast as they come, unless `options` say otherwise, so that
  /// tests need not wait for them.
  ///
  /// - Parameter descriptors: how many file descriptors it may have; nil for what this process may.
  public init(
    data: TemporaryDirectory? = nil, options: [String] = [], environment: [String: String] = [:],
    ownSession: Bool = false, descriptors: Int? = nil
  ) throws {
    let data = try data ?? TemporaryDirectory()
    self.data = data
    let cost = options.contains("--password-cost") ? [] : ["--password-cost", "4"]
    let rate = options.contains("--message-rate") ? [] : ["--message-rate", "0"]
    let arguments = ["serve", "0", "--listen", "127.0.0.1", "--data", data.path] + cost + rate + options
    let prefix = descriptors.map { ["-c", "ulimit -n \($0) && exec \"$0\" \"$@\"", Executable.path] } ?? []
    process = try ChildProcess(
      descriptors == nil ? Executable.path : "/bin/sh", prefix + arguments, environment: environment,
      ownSession: ownSession)
    let marker = "Server is listening for connections now... 127.0.0.1:"
    try process.expect(marker)
    try process.expect("\n")
    let line = process.output.split(separator: "\n").first { $0.hasPrefix(marker) } ?? ""
    guard let port = Int(line.dropFirst(marker.count)) else {
      throw ChildProcess.Mismatch(description: "no port in \"\(line)\"")
    }
    self.port = port
  }

  /// Starts `chatctl connect` to this server, on pipes. The server stays at least as long as the client.
  public func client(
    _ options: [String] = [], directory: String? = nil, environment: [String: String] = [:]
  ) throws -> ChildProcess {
    let client = try ChildProcess(
      Executable.path, ["connect", "127.0.0.1", String(port)] + options, environment: environment,
      directory: directory)
    client.companion = self
    return client
  }

  /// Runs `chatctl admin` with `words` on it, which has to work, and gives what that prints.
  public func admin(_ words: String...) throws -> String {
    let process = try ChildProcess(Executable.path, ["admin"] + words + ["--data", data.path])
    process.closeInput()
    guard try process.wait() == 0 else { throw ChildProcess.Mismatch(description: process.errors) }
    return process.output
  }

  /// Starts a client that registers `name` with `password`, logs in and stays.
  public func member(_ name: String, password: String = "secret-password", directory: String? = nil) throws
    -> ChildProcess
  {
    let client = try client(directory: directory)
    client.write("register\n\(name)\n\(password)\n\(password)\n\(name)\n\(password)\n")
    try client.expect("Welcome to the Chatting room user \"\(name)\"!")
    try client.expect("\(name)> \n")
    return client
  }
}
