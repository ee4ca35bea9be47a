import ChatStore
import ChatSystem
import Foundation

/// A server in a process of its own, on the first processor alone, at a port of the loopback.
final class MeasuredServer {
  /// The kinds of servers there are.
  enum Kind {
    /// `chatload limit`.
    case limit
    /// `chatctl serve`, without its limits and with these options.
    case chatctl([String], isEncrypted: Bool)
  }

  /// The flags that lift a server's limits: with them one address is a crowd, and nobody is read slowly.
  static let liftedLimits = [
    "--password-cost", "\(Accounts.cost)", "--message-rate", "0", "--max-connections-per-address", "0",
    "--max-unauthenticated", "0", "--max-failed-log-ins", "0", "--max-password-backlog", "0", "--max-mailbox-messages",
    "0", "--max-mailbox-bytes", "0",
  ]

  private let kind: Kind
  private let bench: Bench
  private let place: String
  private var process = Process()
  private var port: UInt16 = 0
  /// Seconds from its start until it said where it listens.
  private(set) var startSeconds = 0.0

  /// Starts it over the data in `place`, and waits until it listens.
  init(_ kind: Kind, _ bench: Bench, in place: String) throws(LoadError) {
    self.kind = kind
    self.bench = bench
    self.place = place
    try start()
  }

  deinit {
    stop()
  }

  /// The data of a server in `place`.
  static func data(in place: String) -> DataDirectory {
    DataDirectory(path: "\(place)/data")
  }

  /// A description of it for a scenario.
  func target() throws(LoadError) -> Target {
    var isEncrypted = false
    if case .chatctl(_, true) = kind { isEncrypted = true }
    return try Target(
      port: port, isEncrypted: isEncrypted, process: process.processIdentifier, patience: bench.patience)
  }

  /// The resources that it uses at the moment.
  func usage() throws(LoadError) -> ProcessUsage {
    guard let usage = ProcessUsage(of: process.processIdentifier) else { throw LoadError("the server is gone") }
    return usage
  }

  /// The bytes of its store on disk, with what is not moved into it yet.
  var storeBytes: Double {
    let store = Self.data(in: place).store
    return [store, "\(store)-wal"].reduce(0) { sum, path in
      let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber
      return sum + (size?.doubleValue ?? 0)
    }
  }

  /// Kills it as a crash would, and waits until it is gone: nobody needs what it would do at an orderly stop, such as a
  /// backup of millions of messages.
  func stop() {
    guard process.isRunning else { return }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Kills it, and starts another one on the same port and data.
  func crashAndRestart() throws(LoadError) {
    stop()
    process = Process()
    try start()
  }

  /// A figure of `chatctl admin status`.
  func status(_ name: String) throws -> Double {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: bench.chatctl)
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

  // MARK: - Starting

  private func start() throws(LoadError) {
    let output = "\(place)/server.txt"
    guard FileManager.default.createFile(atPath: output, contents: nil), let file = FileHandle(forWritingAtPath: output)
    else { throw LoadError("\(output) can't be written") }
    let marker: String
    switch kind {
    case .limit:
      process.executableURL = URL(fileURLWithPath: Bench.generator)
      process.arguments = ["limit", String(port)]
      marker = "listening on 127.0.0.1:"
    case .chatctl(let options, let isEncrypted):
      process.executableURL = URL(fileURLWithPath: bench.chatctl)
      process.arguments =
        ["serve", String(port), "--listen", "127.0.0.1", "--data", Self.data(in: place).path, "--no-console"]
        + Self.liftedLimits + options + (isEncrypted ? [] : ["--plaintext"])
      marker = "Server is listening for connections now... 127.0.0.1:"
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = file
    process.standardError = file
    let start = MonotonicClock.now()
    try run()
    port = try awaitPort(marker, in: output)
    startSeconds = Double(MonotonicClock.now() - start) / 1e9
  }

  /// Starts it on the first processor: a child inherits those of the thread that starts it.
  private func run() throws(LoadError) {
    try Processor.servers.pin()
    defer { try? Processor.generators.pin() }
    do {
      try process.run()
    } catch {
      throw LoadError("\(process.executableURL?.path ?? "") can't be started: \(error.localizedDescription)")
    }
  }

  /// Waits until it prints `marker`, and gives the port behind it.
  private func awaitPort(_ marker: String, in output: String) throws(LoadError) -> UInt16 {
    let limit = MonotonicClock.now(plus: 120)
    while MonotonicClock.now() < limit {
      let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
      if let found = text.range(of: marker), let end = text[found.upperBound...].firstIndex(of: "\n") {
        guard let port = UInt16(text[found.upperBound..<end]) else { break }
        return port
      }
      guard process.isRunning else { throw LoadError("the server did not start:\n\(text)") }
      usleep(2_000)
    }
    kill(process.processIdentifier, SIGKILL)
    throw LoadError("the server does not say on which port it listens; see \(output)")
  }
}
