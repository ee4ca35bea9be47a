import ChatNet
import ChatStore
import Foundation

/// A `chatctl serve` on the first processor, over a data directory of its own.
final class MeasuredServer {
  /// The flags that lift a server's limits: with them one address is a crowd, and nobody is read slowly.
  static let liftedLimits = [
    "--password-cost", "\(Accounts.cost)", "--message-rate", "0", "--max-connections-per-address", "0",
    "--max-unauthenticated", "0", "--max-failed-log-ins", "0", "--max-password-backlog", "0", "--max-mailbox-messages",
    "0", "--max-mailbox-bytes", "0",
  ]

  private static let marker = "Server is listening for connections now... 127.0.0.1:"

  private let bench: Bench
  private let place: String
  private let isEncrypted: Bool
  private let options: [String]
  private var process: PinnedServer

  /// Starts it over the data in `place`, and waits until it listens.
  ///
  /// - Parameter options: what it is told besides lifting its limits; the last word of an option holds.
  init(_ bench: Bench, in place: String, isEncrypted: Bool = false, options: [String] = []) throws {
    self.bench = bench
    self.place = place
    self.isEncrypted = isEncrypted
    self.options = options
    process = try Self.start(bench, place, isEncrypted, options, port: 0)
  }

  /// The data of a server in `place`.
  static func data(in place: String) -> DataDirectory {
    DataDirectory(path: "\(place)/data")
  }

  /// How to reach it, and what to look at.
  func target() throws(LoadError) -> Target {
    Target(
      address: SocketAddress(ipv4: 0x7F00_0001, port: process.port),
      security: try TargetOptions.security(plaintext: !isEncrypted), process: process.pid)
  }

  /// How long it took from its start until it listened, in seconds.
  var startSeconds: Double { process.startSeconds }

  /// What it uses at the moment.
  func usage() throws(LoadError) -> ProcessUsage {
    guard let usage = ProcessUsage(of: process.pid) else { throw LoadError("the server is gone") }
    return usage
  }

  /// Kills it as a crash would, and starts another one on the same port and data.
  func crashAndRestart() throws {
    process.stop()
    process = try Self.start(bench, place, isEncrypted, options, port: process.port)
  }

  /// Kills it and waits until it is gone.
  func stop() {
    process.stop()
  }

  /// A figure of `chatctl admin status`.
  func status(_ name: String) throws -> Double {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: bench.server)
    process.arguments = ["admin", "status", "--json", "--data", Self.data(in: place).path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard let status = try JSONSerialization.jsonObject(with: bytes) as? [String: Any],
      let value = status[name] as? Double
    else { throw LoadError("chatctl admin status does not tell \(name)") }
    return value
  }

  private static func start(
    _ bench: Bench, _ place: String, _ isEncrypted: Bool, _ options: [String], port: UInt16
  ) throws -> PinnedServer {
    let arguments =
      ["serve", String(port), "--listen", "127.0.0.1", "--data", data(in: place).path, "--no-console"] + liftedLimits
      + options + (isEncrypted ? [] : ["--plaintext"])
    return try PinnedServer(bench.server, arguments, marker: marker, output: "\(place)/server.txt")
  }
}
