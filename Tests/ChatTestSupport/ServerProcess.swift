/// A real `chatctl serve` on a free port of the loopback, with a data directory of its own.
public final class ServerProcess {
  /// The directory, which outlives the process: start another server on it.
  public let data: TemporaryDirectory
  /// The port it listens on.
  public let port: Int
  /// The process.
  public let process: ChildProcess
  /// Whether it was started without TLS.
  public let isPlaintext: Bool
  /// The fingerprint of its key; nil without TLS.
  public let fingerprint: String?
  /// Where its clients keep what they remember: they know its key already, and so say nothing of it.
  private let configuration: TemporaryDirectory

  /// Starts a server and waits until it listens.
  ///
  /// Passwords are hashed cheaply, and messages taken as fast as they come, unless `options` say otherwise, so that
  /// tests need not wait for them.
  ///
  /// - Parameters:
  ///   - descriptors: how many file descriptors it may have; nil for what this process may.
  ///   - port: that of a server that is gone, for those who come back to it; else a free one.
  public init(
    data: TemporaryDirectory? = nil, options: [String] = [], environment: [String: String] = [:],
    ownSession: Bool = false, descriptors: Int? = nil, port: Int = 0
  ) throws {
    let data = try data ?? TemporaryDirectory()
    self.data = data
    isPlaintext = options.contains("--plaintext")
    let cost = options.contains("--password-cost") ? [] : ["--password-cost", "4"]
    let rate = options.contains("--message-rate") ? [] : ["--message-rate", "0"]
    // Crowds register here, all from one address.
    let registrations = "--max-registrations-per-address"
    let crowd = options.contains(registrations) ? [] : [registrations, "0"]
    let place = ["serve", String(port), "--listen", "127.0.0.1", "--data", data.path]
    let arguments = place + cost + rate + crowd + options
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
    configuration = try TemporaryDirectory()
    fingerprint = isPlaintext ? nil : try Self.fingerprint(in: process)
    if let fingerprint {
      try configuration.write("127.0.0.1:\(port) pinned \(fingerprint)\n", to: "chatctl/known_hosts")
    }
  }

  /// What `chatctl` takes to join this server.
  public var connectArguments: [String] {
    ["connect", "127.0.0.1", String(port)] + (isPlaintext ? ["--plaintext"] : [])
  }

  /// What a client is started with, so that it knows this server.
  public var clientEnvironment: [String: String] {
    ["XDG_CONFIG_HOME": configuration.path]
  }

  /// Starts `chatctl connect` to this server, on pipes. The server stays at least as long as the client.
  public func client(
    _ options: [String] = [], directory: String? = nil, environment: [String: String] = [:]
  ) throws -> ChildProcess {
    let client = try ChildProcess(
      Executable.path, connectArguments + options, environment: clientEnvironment.merging(environment) { $1 },
      directory: directory)
    client.companion = self
    return client
  }

  /// Runs `chatctl admin` with `words` on it, and gives what it printed and its exit code.
  public func admin(
    _ words: String..., input: String = ""
  ) throws -> (output: String, errors: String, code: Int32) {
    let process = try ChildProcess(Executable.path, ["admin"] + words + ["--data", data.path])
    process.write(input)
    process.closeInput()
    let code = try process.wait()
    return (process.output, process.errors, code)
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

  private static func fingerprint(in process: ChildProcess) throws -> String {
    let marker = " --fingerprint "
    try process.awaitText(marker)
    let line = process.output.split(separator: "\n").first { $0.contains(marker) } ?? ""
    return String(line.split(separator: " ").last ?? "")
  }
}
