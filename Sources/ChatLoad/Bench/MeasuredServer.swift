import ChatStore
import ChatSystem
import Foundation

/// A server in a process of its own, on the first processor alone, at a port of the loopback.
final class MeasuredServer {
  enum Kind {
    case limit
    /// `chatctl serve`, without its limits and with these options.
    case chatctl([String] = [], isEncrypted: Bool = false)
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
  private let data: DataDirectory
  private var process = Process()
  private var port: UInt16 = 0
  /// Seconds from its start until it said where it listens.
  private(set) var startSeconds = 0.0

  fileprivate init(_ kind: Kind, _ bench: Bench, in place: String, _ data: DataDirectory) throws {
    (self.kind, self.bench, self.place, self.data) = (kind, bench, place, data)
    try start()
  }

  deinit { stop() }

  func target() throws(LoadError) -> Target {
    let isEncrypted = if case .chatctl(_, true) = kind { true } else { false }
    return try Target(
      port: port, isEncrypted: isEncrypted, process: process.processIdentifier, patience: bench.patience)
  }

  func usage() throws(LoadError) -> ProcessUsage {
    guard let usage = ProcessUsage(of: process.processIdentifier) else { throw LoadError("the server is gone") }
    return usage
  }

  /// The bytes of its store on disk, with what is not moved into it yet.
  var storeBytes: Double {
    [data.store, "\(data.store)-wal"].reduce(0) { sum, path in
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
  func crashAndRestart() throws {
    stop()
    process = Process()
    try start()
  }

  func status(_ name: String) throws -> Double {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: bench.chatctl)
    process.arguments = ["admin", "status", "--json", "--data", data.path]
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

  private func start() throws {
    let output = "\(place)/server.txt"
    guard FileManager.default.createFile(atPath: output, contents: nil), let file = FileHandle(forWritingAtPath: output)
    else { throw LoadError("\(output) can't be written") }
    let (program, marker, arguments): (String, String, [String]) =
      switch kind {
      case .limit: (Bench.generator, "listening on 127.0.0.1:", ["limit", String(port)])
      case .chatctl(let options, let isEncrypted):
        (
          bench.chatctl, "Server is listening for connections now... 127.0.0.1:",
          ["serve", String(port), "--listen", "127.0.0.1", "--data", data.path, "--no-console"]
            + Self.liftedLimits + options + (isEncrypted ? [] : ["--plaintext"])
        )
      }
    process.arguments = arguments
    process.executableURL = URL(fileURLWithPath: program)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = file
    process.standardError = file
    let start = MonotonicClock.now()
    // A child inherits the processors of the thread that starts it.
    try Processor.servers.run {
      do {
        try process.run()
      } catch {
        throw LoadError("\(program) can't be started: \(error.localizedDescription)")
      }
    }
    port = try awaitPort(marker, in: output)
    startSeconds = Double(MonotonicClock.now() - start) / 1e9
  }

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

extension Bench {
  /// Hands a new server over new data, if it has any, to `body`, and ends both afterwards. Its options come behind those
  /// that lift its limits: the last word of an option holds.
  func withServer<Result>(
    _ seeding: Seeding?, _ kind: MeasuredServer.Kind = .chatctl(), _ body: (MeasuredServer) throws -> Result
  ) throws -> Result {
    try withPlace { place in
      let data = DataDirectory(path: "\(place)/data")
      try seeding?.fill(data)
      let server = try MeasuredServer(kind, self, in: place, data)
      defer { server.stop() }
      return try body(server)
    }
  }
}
